import type { CallbackEvent, CallbackPurpose } from '@redress/callbacks';
import { isClockEvent } from '@redress/clocks';
import { isOnCaseStream } from '@redress/complaints';
import type { Recorded, RecordedEvent } from '@redress/kernel';
import type { ColumnType, Projection, Rows, TableDefinition } from '@redress/read-model';
import {
  CASE_DIMENSIONS_TABLE,
  caseDimensions,
  DIMENSION_EVENTS,
  followDimensions,
  isDimensionFact,
  ofNoCase,
  type DimensionsIfAny,
} from '../case-dimensions';
import type { Dimensions } from '../dimensions';
import {
  isPromiseClockFact,
  PROMISE_CLOCK_EVENTS,
  promiseAfter,
  promiseMade,
  PROMISES_TABLE,
  type Promised,
  type PromiseClockFact,
  type PromiseRow,
} from './promise-row';

/** The facts of a callback that say who owes it. */
const CALL_EVENTS = [
  'CallbackScheduled',
  'CallbackClaimed',
  'CallbackTransferred',
  'CallbackRescheduled',
] as const satisfies readonly CallbackEvent['type'][];

type CallFact = Recorded<Extract<CallbackEvent, { readonly type: (typeof CALL_EVENTS)[number] }>>;

/** A callback as it stands: a row of `figure_promise_calls`. */
type CallRow = {
  readonly stream: string;
  readonly purpose: CallbackPurpose;
  readonly team: string;
  readonly agent: string | null;
  readonly of_case: boolean;
};

const CALL_COLUMNS: Record<keyof CallRow, ColumnType> = {
  stream: 'text',
  purpose: 'text',
  team: 'text',
  agent: 'text',
  of_case: 'boolean',
};

const CALLS_TABLE: TableDefinition = { columns: CALL_COLUMNS, key: ['stream'] };

/** What figures of promises are made of: a row for each window or instant that a customer was promised. */
export const promiseFigures: Projection = {
  name: 'promise-figures',
  version: 1,
  isUnhurried: true,
  tables: {
    figure_promises: PROMISES_TABLE,
    figure_promise_calls: CALLS_TABLE,
    figure_promise_cases: CASE_DIMENSIONS_TABLE,
  },
  events: [...DIMENSION_EVENTS, ...CALL_EVENTS, ...PROMISE_CLOCK_EVENTS],
  apply(event, rows) {
    if (isDimensionFact(event)) {
      followCase(rows, followDimensions(rows, 'figure_promise_cases', event), event);
    } else if (isClockEvent(event)) {
      const fact = event as PromiseClockFact;
      if (isPromiseClockFact(fact)) applyClockFact(fact, rows);
    } else {
      applyCallFact(event as CallFact, rows);
    }
  },
};

/** What is open goes with the case, but for those who owe a callback. */
function followCase(rows: Rows, dimensions: Dimensions, event: RecordedEvent): void {
  for (const row of openPromises(rows)) {
    const { team, agent } = row.stream === event.stream ? dimensions : row;
    rows.put('figure_promises', { ...row, ...dimensions, team, agent });
  }
}

function applyCallFact({ stream, data }: CallFact, rows: Rows): void {
  const { purpose, team, owner: agent, complaintId } = data;
  rows.put('figure_promise_calls', { stream, purpose, team, agent, of_case: complaintId !== null });
  for (const row of openPromises(rows)) {
    if (row.stream === stream) rows.put('figure_promises', { ...row, team, agent });
  }
}

function applyClockFact(fact: PromiseClockFact, rows: Rows): void {
  const { stream, data, type } = fact;
  const { clock, instance } = data;
  const call = isOnCaseStream(fact) ? undefined : callRow(rows, fact);
  const promised = promisedBy(clock, call?.purpose);
  if (promised === undefined) return;
  if (type === 'ClockStarted') {
    rows.put('figure_promises', promiseMade(fact, promised, dimensionsOf(rows, fact, call)));
    return;
  }
  const row = rows.get('figure_promises', stream, clock, instance) as PromiseRow | undefined;
  if (row === undefined) throw new Error(`${type}: run ${String(instance)} of ${clock} has not started`);
  rows.put('figure_promises', promiseAfter(row, fact));
}

/** What a clock runs for; undefined: no promise to a customer, such as a care call. */
function promisedBy(clock: PromiseRow['clock'], purpose: CallbackPurpose | undefined): Promised | undefined {
  switch (clock) {
    case 'answer':
      return 'answer';
    case 'fulfilment':
      return 'remedy';
    case 'callback':
      if (purpose === 'promise') return 'callback';
      return purpose === 'follow-up' ? 'follow-up' : undefined;
  }
}

function dimensionsOf(rows: Rows, fact: PromiseClockFact, call: CallRow | undefined): DimensionsIfAny {
  if (call === undefined) return caseDimensions(rows, 'figure_promise_cases', fact);
  const { team, agent } = call;
  return call.of_case
    ? { ...caseDimensions(rows, 'figure_promise_cases', fact), team, agent }
    : ofNoCase(team, agent);
}

function callRow(rows: Rows, { stream, type }: RecordedEvent): CallRow {
  const row = rows.get('figure_promise_calls', stream) as CallRow | undefined;
  if (row === undefined) throw new Error(`${type}: the callback was never scheduled`);
  return row;
}

const openPromises = (rows: Rows): readonly PromiseRow[] =>
  (rows.all('figure_promises') as readonly PromiseRow[]).filter(({ open }) => open);

import type { ClockEvent } from '@redress/clocks';
import { fromIso, type EpochMs, type Recorded } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import { DIMENSION_COLUMNS } from '../dimensions';
import type { DimensionsIfAny } from '../case-dimensions';

/**
 * What a customer was promised: a `callback` within a window, to be asked after a resolution (`follow-up`), an accepted `remedy` by an
 * instant, an `answer` by an instant.
 */
export const PROMISED = ['callback', 'follow-up', 'remedy', 'answer'] as const;
export type Promised = (typeof PROMISED)[number];

/**
 * `owed`: not due yet · `kept`: in time · `broken`: it fell due without having been kept, and stays broken whatever comes later ·
 * `renegotiated`: another promise took its place before it was due · `released`: not owed any more.
 */
export const PROMISE_STATES = ['owed', 'kept', 'broken', 'renegotiated', 'released'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/**
 * A promise to a customer: a row of `figure_promises`, one for each run of its clock. Its team and agent are those who owe it, at its end
 * or now while it is open; what else is said of the case as well.
 */
export type PromiseRow = DimensionsIfAny & {
  readonly stream: string;
  readonly clock: PromiseClock;
  readonly instance: number;
  readonly cycle: number;
  readonly promise: Promised;
  readonly state: PromiseState;
  /** Whether something is still to be done about it: also of a broken one, until it is kept late, renegotiated or released. */
  readonly open: boolean;
  readonly kept_late: boolean;
  /** When it is due. */
  readonly happened_at: EpochMs | null;
};

const COLUMNS: Record<keyof PromiseRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  stream: 'text',
  clock: 'text',
  instance: 'integer',
  cycle: 'integer',
  promise: 'text',
  state: 'text',
  open: 'boolean',
  kept_late: 'boolean',
  happened_at: 'bigint',
};

export const PROMISES_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['stream', 'clock', 'instance'],
  indexes: ['(happened_at)'],
};

/** The clock facts that tell what becomes of a promise. No rule and no pause touches what a person promised. */
export const PROMISE_CLOCK_EVENTS = [
  'ClockStarted',
  'ClockBreached',
  'ClockStopped',
  'ClockClosed',
] as const satisfies readonly ClockEvent['type'][];

type AnyClockFact = Recorded<Extract<ClockEvent, { readonly type: (typeof PROMISE_CLOCK_EVENTS)[number] }>>;

/** The clocks that run for what a customer was promised. */
const CLOCKS = ['callback', 'answer', 'fulfilment'] as const;
type PromiseClock = (typeof CLOCKS)[number];

type OfPromise<Fact> = Fact extends AnyClockFact
  ? Fact & { readonly data: { readonly clock: PromiseClock } }
  : never;

/** A fact about the clock of a promise. */
export type PromiseClockFact = OfPromise<AnyClockFact>;

const NAMES: readonly string[] = CLOCKS;

export const isPromiseClockFact = (fact: AnyClockFact): fact is PromiseClockFact =>
  NAMES.includes(fact.data.clock);

type Start = Extract<PromiseClockFact, { readonly type: 'ClockStarted' }>;

/** The row of a promise that was just made. */
export const promiseMade = (
  { stream, data }: Start,
  promise: Promised,
  dimensions: DimensionsIfAny,
): PromiseRow => ({
  ...dimensions,
  stream,
  clock: data.clock,
  instance: data.instance,
  cycle: data.cycle,
  promise,
  state: 'owed',
  open: true,
  kept_late: false,
  happened_at: data.dueAt === null ? null : fromIso(data.dueAt),
});

/** The promise after one more fact about its clock: a broken one stays broken, and what comes after only ends it. */
export function promiseAfter(row: PromiseRow, fact: Exclude<PromiseClockFact, Start>): PromiseRow {
  switch (fact.type) {
    case 'ClockBreached':
      return { ...row, state: 'broken', happened_at: fromIso(fact.data.dueAt) };
    case 'ClockStopped': {
      const late = fact.data.verdict === 'missed';
      return { ...row, state: late ? 'broken' : 'kept', open: false, kept_late: late };
    }
    case 'ClockClosed': {
      const ended = fact.data.reason === 'renegotiated' ? 'renegotiated' : 'released';
      return { ...row, state: row.state === 'broken' ? 'broken' : ended, open: false };
    }
  }
}

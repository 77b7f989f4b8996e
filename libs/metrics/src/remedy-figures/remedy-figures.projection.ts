import type { Recorded } from '@redress/kernel';
import type { Projection, Rows } from '@redress/read-model';
import type { Remedy, ResolutionEvent } from '@redress/resolutions';
import {
  CASE_DIMENSIONS_TABLE,
  caseDimensions,
  DIMENSION_EVENTS,
  followDimensions,
  isDimensionFact,
  type DimensionFact,
} from '../case-dimensions';
import { linesOf, type Line, type Posting, type RemedyAct } from './remedy-ledger';
import { REMEDIES_TABLE, type RemedyRow } from './remedy-row';

/** The facts of resolutions by which something is promised, given or taken back. */
const RESOLUTION_EVENTS = [
  'ResolutionOffered',
  'ResolutionAccepted',
  'ResolutionRefused',
  'ResolutionWithdrawn',
  'ResolutionFulfilled',
  'ResolutionReversed',
] as const satisfies readonly ResolutionEvent['type'][];

type ResolutionFact = Recorded<
  Extract<ResolutionEvent, { readonly type: (typeof RESOLUTION_EVENTS)[number] }>
>;

/** What figures of remedies are made of: a ledger by double entry, with a line for whatever happened to a remedy. */
export const remedyFigures: Projection = {
  name: 'remedy-figures',
  version: 1,
  isUnhurried: true,
  tables: { figure_remedies: REMEDIES_TABLE, figure_remedy_cases: CASE_DIMENSIONS_TABLE },
  events: [...DIMENSION_EVENTS, ...RESOLUTION_EVENTS],
  apply(event, rows) {
    if (isDimensionFact(event)) applyCaseFact(event, rows);
    else applyResolutionFact(event as ResolutionFact, rows);
  },
};

function applyCaseFact(fact: DimensionFact, rows: Rows): void {
  const dimensions = followDimensions(rows, 'figure_remedy_cases', fact);
  if (fact.type !== 'ComplaintRegistered' || fact.data.remedySoughtRef === undefined) return;
  putLine(rows, {
    ...dimensions,
    act: 'sought',
    resolution_id: null,
    remedy_number: null,
    remedy: null,
    cause: null,
    cycle: 1,
    happened_at: fact.occurredAt,
    debit: null,
    credit: null,
    amount_minor: null,
    currency: null,
  });
}

function applyResolutionFact(fact: ResolutionFact, rows: Rows): void {
  const act = actOf(fact);
  if (act === undefined) return;
  const { team, agent, priority, resolutionId, cycle, cause, remedies } = fact.data;
  const dimensions = { ...caseDimensions(rows, 'figure_remedy_cases', fact), team, agent, priority };
  remedies.forEach(({ kind, amount }, index) => {
    const of = { resolution_id: resolutionId, remedy_number: index + 1 };
    for (const { posting, ...line } of linesOfRemedy(act, { amount }, earlierPostings(rows, of))) {
      putLine(rows, {
        ...dimensions,
        ...line,
        ...of,
        remedy: kind,
        cause,
        cycle,
        happened_at: fact.occurredAt,
        debit: posting?.debit ?? null,
        credit: posting?.credit ?? null,
        amount_minor: posting === null ? null : (amount?.minor ?? null),
        currency: amount?.currency ?? null,
      });
    }
  });
}

/** What a fact does to its remedies; undefined: the customer was never told of them, so nothing happened. */
function actOf(fact: ResolutionFact): RemedyAct | undefined {
  switch (fact.type) {
    case 'ResolutionOffered':
      return 'offered';
    case 'ResolutionAccepted':
      return 'accepted';
    case 'ResolutionRefused':
      return 'refused';
    case 'ResolutionWithdrawn':
      return fact.data.wasOffered ? 'withdrawn' : undefined;
    case 'ResolutionFulfilled':
      return 'fulfilled';
    case 'ResolutionReversed':
      return 'reversed';
  }
}

const linesOfRemedy = (
  act: RemedyAct,
  { amount }: { readonly amount: Remedy['amount'] | undefined },
  earlier: readonly Posting[],
): readonly Line[] => (amount === undefined ? [{ act, posting: null }] : linesOf(act, earlier));

const lines = (rows: Rows) => rows.all('figure_remedies') as readonly RemedyRow[];

const earlierPostings = (
  rows: Rows,
  of: Pick<RemedyRow, 'resolution_id' | 'remedy_number'>,
): readonly Posting[] =>
  lines(rows)
    .filter((row) => row.resolution_id === of.resolution_id && row.remedy_number === of.remedy_number)
    .flatMap(({ debit, credit }) => (debit === null || credit === null ? [] : [{ debit, credit }]));

function putLine(rows: Rows, line: Omit<RemedyRow, 'number'>): void {
  rows.put('figure_remedies', { ...line, number: lines(rows).length + 1 });
}

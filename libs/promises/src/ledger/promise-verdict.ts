import type { ClockEvent } from '@redress/clocks';
import { fromIso, type Recorded } from '@redress/kernel';
import { PROMISE_CLOCKS, type PromiseClock, type PromiseRow } from './promise-row';
import type { PromiseSubject } from './promise-subject';

/** The clock facts that tell what becomes of a promise. No rule and no pause touches what a person promised. */
export const VERDICT_EVENTS = [
  'ClockStarted',
  'ClockBreached',
  'ClockStopped',
  'ClockClosed',
] as const satisfies readonly ClockEvent['type'][];

type AnyClockFact = Recorded<Extract<ClockEvent, { readonly type: (typeof VERDICT_EVENTS)[number] }>>;
type OfPromise<Fact> = Fact extends AnyClockFact
  ? Fact & { readonly data: { readonly clock: PromiseClock } }
  : never;

/** A fact about the clock of a promise. */
export type VerdictFact = OfPromise<AnyClockFact>;

const CLOCKS: readonly string[] = PROMISE_CLOCKS;

export const isVerdictFact = (fact: AnyClockFact): fact is VerdictFact => CLOCKS.includes(fact.data.clock);

type Start = Extract<VerdictFact, { readonly type: 'ClockStarted' }>;

/** The row of a promise that was just made. Throws where it would never fall due. */
export function promiseMade(
  { stream, data, occurredAt }: Start,
  subject: PromiseSubject,
  kind: PromiseRow['kind'],
): PromiseRow {
  const { clock, instance, startedAt, dueAt } = data;
  if (dueAt === null) throw new Error(`ClockStarted: a promise of the clock ${clock} without a due instant`);
  const { complaint_id, reference, callback_id, resolution_id, customer_id, owner, team } = subject;
  return {
    stream,
    clock,
    instance,
    kind,
    complaint_id,
    reference,
    callback_id,
    resolution_id: kind === 'remedy' ? resolution_id : null,
    customer_id,
    owner,
    team,
    promised_at: occurredAt,
    window_from: fromIso(startedAt),
    due_at: fromIso(dueAt),
    state: 'owed',
    open: true,
    kept_at: null,
    broken_at: null,
    renegotiated_at: null,
    renegotiated_by: null,
    released_at: null,
    released_because: null,
  };
}

/** The promise after one more fact about its clock: broken is broken, and what comes after only ends it. */
export function promiseAfter(row: PromiseRow, fact: Exclude<VerdictFact, Start>): PromiseRow {
  switch (fact.type) {
    case 'ClockBreached':
      return { ...row, state: 'broken', broken_at: fromIso(fact.data.dueAt) };
    case 'ClockStopped': {
      const { verdict, stoppedAt } = fact.data;
      return {
        ...row,
        state: verdict === 'met' ? 'kept' : 'broken',
        open: false,
        kept_at: fromIso(stoppedAt),
      };
    }
    case 'ClockClosed': {
      const { reason, closedAt } = fact.data;
      const at = fromIso(closedAt);
      const broken = row.broken_at !== null;
      return reason === 'renegotiated'
        ? { ...row, state: broken ? 'broken' : 'renegotiated', open: false, renegotiated_at: at }
        : {
            ...row,
            state: broken ? 'broken' : 'released',
            open: false,
            released_at: at,
            released_because: reason,
          };
    }
  }
}

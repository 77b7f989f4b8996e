import type { ClockEvent, ClocksPaused, ClocksResumed, VerdictReassessed } from '@redress/clocks';
import { fromIso, type EpochMs, type IsoInstant, type Recorded } from '@redress/kernel';
import type { ColumnType, TableDefinition } from '@redress/read-model';
import type { ClockName } from '@redress/sla';
import { policyColumns, type CaseRow } from '../case-figures/case-row';
import { DIMENSION_COLUMNS, dimensionsOf, type Dimensions } from '../dimensions';

/**
 * `running`: going, and not due yet · `met`, `missed`: a clock that is due and still going is missed, and stays it · `none`: ended before
 * it was due, without what it waited for (by what became of the case, or since the policy has no target for it any more).
 */
export const VERDICTS = ['running', 'met', 'missed', 'none'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * What a figure counts: verdicts as they were judged then; by all that is known now, facts that were told late among it; or as they were
 * judged again under a version of their policy that came out for that, and as known where they were not.
 */
export const JUDGED_AS = ['judged', 'known', 'reassessed'] as const;
export type JudgedAs = (typeof JUDGED_AS)[number];

/** A warning mark, in percent of the target, and the instant at which the clock reached it. */
export type ReachedMark = { readonly mark: number; readonly at: EpochMs };

/** A warning mark by the running time that was left (`PT30M`), and the instant at which the clock reached it. */
export type ReachedNearMark = { readonly before: string; readonly at: EpochMs };

/** One run of an SLA clock: a row of `figure_verdicts`. Its dimensions are those at its stop, or those of now while it goes. */
export type VerdictRow = Dimensions & {
  readonly clock: ClockName;
  /** The n-th run of this clock on the case, from 1. */
  readonly instance: number;
  readonly cycle: number;
  readonly verdict: Verdict;
  readonly breached: boolean;
  /** Null while a pause keeps it from ever falling due. */
  readonly due_at: EpochMs | null;
  readonly marks: readonly ReachedMark[];
  readonly near_marks: readonly ReachedNearMark[];
  readonly started_at: EpochMs;
  readonly stopped_at: EpochMs | null;
  /** When the verdict fell: the stop of one that is met, the due instant of one that is missed, the end of one without. */
  readonly happened_at: EpochMs | null;
  /** By all that is known now, where a fact that was told late has changed it; else null, as are the instants that go with it. */
  readonly known_verdict: Verdict | null;
  readonly known_due_at: EpochMs | null;
  readonly known_happened_at: EpochMs | null;
  /** As the newest reassessment on record found it; null where there is none, as are the instants and the version that go with it. */
  readonly reassessed_verdict: Verdict | null;
  readonly reassessed_due_at: EpochMs | null;
  readonly reassessed_happened_at: EpochMs | null;
  /** Of the policy of the clock. */
  readonly reassessed_policy_version: number | null;
  readonly reassessed_policy_rule: number | null;
};

const COLUMNS: Record<keyof VerdictRow, ColumnType> = {
  ...DIMENSION_COLUMNS,
  clock: 'text',
  instance: 'integer',
  cycle: 'integer',
  verdict: 'text',
  breached: 'boolean',
  due_at: 'bigint',
  marks: 'jsonb',
  near_marks: 'jsonb',
  started_at: 'bigint',
  stopped_at: 'bigint',
  happened_at: 'bigint',
  known_verdict: 'text',
  known_due_at: 'bigint',
  known_happened_at: 'bigint',
  reassessed_verdict: 'text',
  reassessed_due_at: 'bigint',
  reassessed_happened_at: 'bigint',
  reassessed_policy_version: 'integer',
  reassessed_policy_rule: 'integer',
};

/** Only columns that never change are indexed, so that a changed row stays where it is (heap-only tuples). */
export const VERDICTS_TABLE: TableDefinition = {
  columns: COLUMNS,
  key: ['clock', 'instance'],
  indexes: ['(clock, registered_at)', '(registered_at, partition_key, clock, instance)'],
};

type SharedPause = Recorded<ClocksPaused | ClocksResumed>;

/** A fact about one clock. */
export type OneClockFact = Exclude<Recorded<ClockEvent>, SharedPause>;

/** Whether the fact concerns all clocks of the case that a pause stops or lets go. */
export const isSharedPause = (fact: Recorded<ClockEvent>): fact is SharedPause =>
  fact.type === 'ClocksPaused' || fact.type === 'ClocksResumed';

export const isGoing = (row: VerdictRow): boolean => row.stopped_at === null;

/** The row of a clock that starts. */
export function startedClock(
  { data }: Extract<OneClockFact, { readonly type: 'ClockStarted' }>,
  caseRow: CaseRow,
): VerdictRow {
  return {
    ...dimensionsOf(caseRow),
    ...policyColumns(data.policy),
    clock: data.clock,
    instance: data.instance,
    cycle: data.cycle,
    verdict: 'running',
    breached: false,
    due_at: orNull(data.dueAt),
    marks: [],
    near_marks: [],
    started_at: fromIso(data.startedAt),
    stopped_at: null,
    happened_at: null,
    known_verdict: null,
    known_due_at: null,
    known_happened_at: null,
    reassessed_verdict: null,
    reassessed_due_at: null,
    reassessed_happened_at: null,
    reassessed_policy_version: null,
    reassessed_policy_rule: null,
  };
}

/** An ended clock that was judged again. What several reassessments say, the last one on record says. */
export function reassessedClock(row: VerdictRow, fact: Recorded<VerdictReassessed>): VerdictRow {
  const { now, dueAt, policy } = fact.data;
  const due = orNull(dueAt);
  return {
    ...row,
    reassessed_verdict: asVerdict(now),
    reassessed_due_at: due,
    reassessed_happened_at: now === 'missed' ? (due ?? fact.occurredAt) : fact.occurredAt,
    reassessed_policy_version: policy.version,
    reassessed_policy_rule: policy.rule,
  };
}

/** A clock that is due at another instant. One that was missed was due then, whatever is known now. */
export const dueAnew = (row: VerdictRow, dueAt: IsoInstant | null): Partial<VerdictRow> => ({
  ...(row.breached ? {} : { due_at: orNull(dueAt) }),
  ...(row.known_verdict === 'running' ? { known_due_at: orNull(dueAt) } : {}),
});

/** The clock after one more fact about it. */
export const evolveClock = (
  row: VerdictRow,
  fact: Exclude<OneClockFact, { readonly type: 'ClockStarted' }>,
): VerdictRow => ({ ...row, ...changeBy(fact, row) });

function changeBy(
  fact: Exclude<OneClockFact, { readonly type: 'ClockStarted' }>,
  row: VerdictRow,
): Partial<VerdictRow> {
  switch (fact.type) {
    case 'ClockRetargeted':
    case 'ClockExtended':
      return { ...dueAnew(row, fact.data.dueAt), ...policyColumns(fact.data.policy) };
    case 'ClockPauseExpired':
      return dueAnew(row, fact.data.clockDueAt);
    case 'ClockMarkReached':
      return { marks: [...row.marks, { mark: fact.data.mark, at: fromIso(fact.data.dueAt) }] };
    case 'ClockNearDue': {
      const { before, dueAt } = fact.data;
      return { near_marks: [...row.near_marks, { before, at: fromIso(dueAt) }] };
    }
    case 'ClockBreached': {
      const dueAt = fromIso(fact.data.dueAt);
      return { breached: true, verdict: 'missed', due_at: dueAt, happened_at: dueAt };
    }
    case 'ClockStopped': {
      const { verdict, dueAt, stoppedAt } = fact.data;
      const stop = fromIso(stoppedAt);
      const due = orNull(dueAt);
      return {
        verdict,
        due_at: due,
        stopped_at: stop,
        happened_at: verdict === 'missed' ? (due ?? stop) : stop,
      };
    }
    case 'ClockClosed': {
      const end = fromIso(fact.data.closedAt);
      // A miss is a fact: what ends the clock afterwards does not undo it.
      return row.breached ? { stopped_at: end } : { verdict: 'none', stopped_at: end, happened_at: end };
    }
    case 'VerdictCorrected': {
      const { known, dueAt, endedAt } = fact.data;
      const due = orNull(dueAt);
      return {
        known_verdict: asVerdict(known),
        known_due_at: due,
        known_happened_at: known === 'missed' ? due : orNull(endedAt),
      };
    }
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return {};
  }
}

const asVerdict = (told: Exclude<Verdict, 'none'> | 'closed'): Verdict => (told === 'closed' ? 'none' : told);

const orNull = (instant: IsoInstant | null): EpochMs | null => (instant === null ? null : fromIso(instant));

import type { EpochMs } from '@redress/kernel';
import type { ClockName, PolicyRef } from '@redress/sla';
import {
  dueAtOf,
  evolveClocks,
  isMissed,
  verdictOf,
  type ClockLedger,
  type ClockRun,
} from '../domain/clock-ledger';
import { dueFacts } from '../domain/keep-clocks';
import { knownOf } from '../domain/known-now';

/** `judged`: as judged then. `known`: by all that is known now, facts that were told late among it. */
export const RUNS_JUDGED_AS = ['judged', 'known'] as const;
export type RunsJudgedAs = (typeof RUNS_JUDGED_AS)[number];

/** What is to be said of one run of a clock. */
export interface JudgedRun {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly startedAt: EpochMs;
  /** Null while it waits for its stop. */
  readonly endedAt: EpochMs | null;
  /** `missed`: also while it still goes. `none`: it ended without what it waited for. */
  readonly verdict: 'met' | 'missed' | 'running' | 'none';
  /** What set its target last. */
  readonly policy: PolicyRef;
  /** When it was due as it stood at its end, else as it stands; null where that is never, or not known. Computed when asked for. */
  readonly dueAt: () => EpochMs | null;
}

/** Every run of a ledger, in the order in which they were started: by its facts, and by what has fallen due before `asOf`. */
export function judgeRuns(ledger: ClockLedger, asOf: EpochMs, as: RunsJudgedAs): readonly JudgedRun[] {
  const known = noticed(ledger, asOf);
  return known.runs.map((run) => {
    const { clock, instance, cycle, startedAt, policy } = run;
    const { endedAt, verdict, dueAt } =
      as === 'known' && run.known !== undefined ? asKnown(known, run, asOf) : asJudged(known, run);
    return { clock, instance, cycle, startedAt, endedAt, verdict, policy, dueAt };
  });
}

type Judged = Pick<JudgedRun, 'endedAt' | 'verdict' | 'dueAt'>;

const asJudged = (ledger: ClockLedger, run: ClockRun): Judged => ({
  endedAt: run.end?.at ?? null,
  verdict: run.end?.verdict ?? (run.breachedAt === undefined ? 'running' : 'missed'),
  dueAt: () => run.breachedAt ?? dueAtOf(pausedBy(ledger, run), uncorrected(run)) ?? null,
});

/** Without what came to be known of it after it was judged. */
const uncorrected = ({ known: _, ...run }: ClockRun): ClockRun => run;

/** Of a run of which more is known than was judged. */
function asKnown(ledger: ClockLedger, run: ClockRun, asOf: EpochMs): Judged {
  const verdict = verdictOf(run);
  return {
    endedAt: run.known?.endedAt ?? run.end?.at ?? null,
    verdict: verdict === 'closed' ? 'none' : verdict,
    dueAt: () =>
      (isMissed(run) ? (run.known?.dueAt ?? run.breachedAt) : knownOf(ledger, run, asOf)?.dueAt) ?? null,
  };
}

/** The ledger with all that falls due before an instant on record. */
export const noticed = (ledger: ClockLedger, before: EpochMs): ClockLedger =>
  dueFacts(ledger, before, before).reduce(evolveClocks, ledger);

/** A pause that began after the end of a run is none of its own, and one that was going on then had no end yet. */
function pausedBy(ledger: ClockLedger, { end }: ClockRun): ClockLedger {
  if (end === undefined) return ledger;
  const pauses = ledger.pauses
    .filter(({ from }) => from < end.at)
    .map(({ to, ...pause }) => (to === undefined || to > end.at ? pause : { ...pause, to }));
  return { ...ledger, pauses };
}

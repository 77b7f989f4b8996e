import { fromIso, type EpochMs } from '@redress/kernel';
import {
  calendarOf,
  deadlineBy,
  SlaError,
  type ClockName,
  type Pause,
  type PolicyRef,
  type Target,
  type Timing,
} from '@redress/sla';
import type { ClockEvent } from '../events';

/** One run of a clock. It goes on until it has an `end`; a breach is a fact about it, not its end. */
export interface ClockRun {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly startedAt: EpochMs;
  readonly target: Target;
  readonly policy: PolicyRef;
  readonly marksReached: readonly number[];
  readonly breachedAt?: EpochMs;
  readonly end?: { readonly at: EpochMs; readonly verdict: 'met' | 'missed' | 'none' };
}

/** What a stream says of its clocks. Pauses belong to the stream, so that a new target finds all of them. */
export interface ClockLedger {
  readonly runs: readonly ClockRun[];
  readonly pauses: readonly (Pause & { readonly reason: string })[];
  /** The instant of the latest clock fact. */
  readonly latestFactAt: EpochMs;
}

export const NO_CLOCKS: ClockLedger = { runs: [], pauses: [], latestFactAt: 0 };

/** Folds one clock fact into the ledger. */
export const evolveClocks = (ledger: ClockLedger, event: ClockEvent): ClockLedger => ({
  ...apply(ledger, event),
  latestFactAt: Math.max(ledger.latestFactAt, event.occurredAt),
});

function apply(ledger: ClockLedger, event: ClockEvent): ClockLedger {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, cycle, startedAt, target, policy } = event.data;
      const run = { clock, instance, cycle, startedAt: fromIso(startedAt), target, policy, marksReached: [] };
      return { ...ledger, runs: [...ledger.runs, run] };
    }
    case 'ClockRetargeted':
    case 'ClockExtended':
      return changeRun(ledger, event.data, { target: event.data.target, policy: event.data.policy });
    case 'ClocksPaused':
      return { ...ledger, pauses: [...ledger.pauses, { reason: event.data.reason, from: event.occurredAt }] };
    case 'ClocksResumed':
      return {
        ...ledger,
        pauses: ledger.pauses.map((pause) =>
          pause.reason === event.data.reason ? { to: event.occurredAt, ...pause } : pause,
        ),
      };
    case 'ClockMarkReached': {
      const reached = findRun(ledger, event.data)?.marksReached ?? [];
      return changeRun(ledger, event.data, { marksReached: [...reached, event.data.mark] });
    }
    case 'ClockBreached':
      return changeRun(ledger, event.data, { breachedAt: fromIso(event.data.dueAt) });
    case 'ClockStopped':
      return changeRun(ledger, event.data, {
        end: { at: fromIso(event.data.stoppedAt), verdict: event.data.verdict },
      });
    case 'ClockClosed':
      return changeRun(ledger, event.data, {
        end: {
          at: fromIso(event.data.closedAt),
          verdict: findRun(ledger, event.data)?.breachedAt === undefined ? 'none' : 'missed',
        },
      });
  }
}

type RunIdentity = Pick<ClockRun, 'clock' | 'instance'>;

const findRun = (ledger: ClockLedger, { clock, instance }: RunIdentity): ClockRun | undefined =>
  ledger.runs.find((run) => run.clock === clock && run.instance === instance);

const changeRun = (ledger: ClockLedger, id: RunIdentity, change: Partial<ClockRun>): ClockLedger => ({
  ...ledger,
  runs: ledger.runs.map((run) =>
    run.clock === id.clock && run.instance === id.instance ? { ...run, ...change } : run,
  ),
});

/** Whether the clock still waits for its stop. */
export const isGoing = (run: ClockRun): boolean => run.end === undefined;

/** What the algebra needs to know of a run. Throws SlaError `calendar-unknown`. */
export const timingOf = (ledger: ClockLedger, run: ClockRun): Timing => ({
  start: run.startedAt,
  calendar: calendarOf(run.target.calendar),
  pauses: ledger.pauses.filter((pause) => run.target.pausedBy.includes(pause.reason)),
});

/**
 * When the clock is due, or reaches a mark: see `deadline`. A breach stays where it was. Undefined also where that lies beyond what its
 * calendar vouches for: then nothing is known to fall due, which is no reason to refuse what happened.
 */
export function dueAtOf(ledger: ClockLedger, run: ClockRun, percent = 100): EpochMs | undefined {
  if (percent === 100 && run.breachedAt !== undefined) return run.breachedAt;
  const timing = timingOf(ledger, run);
  const { from, to } = timing.calendar.horizon;
  return timing.start < from ? undefined : deadlineBy(timing, run.target.within, to, percent);
}

/** Whether its calendar reaches far enough to tell if the clock had run for its target by an instant. */
export function canBeJudged(ledger: ClockLedger, run: ClockRun, by: EpochMs): boolean {
  if (run.breachedAt !== undefined) return true;
  try {
    deadlineBy(timingOf(ledger, run), run.target.within, by);
    return true;
  } catch (error) {
    if (error instanceof SlaError && error.code === 'beyond-horizon') return false;
    throw error;
  }
}

/** The next instant at which a mark or the breach of any clock falls due; undefined where none will, as things stand. */
export function nextDueAt(ledger: ClockLedger): EpochMs | undefined {
  const instants = ledger.runs
    .filter(isGoing)
    .flatMap((run) => awaited(run).map((percent) => dueAtOf(ledger, run, percent) ?? Infinity));
  const next = Math.min(...instants);
  return next === Infinity ? undefined : next;
}

/** The marks (percent) that a run has not passed yet, 100 being its breach; none after the breach. */
export const awaited = (run: ClockRun): readonly number[] =>
  run.breachedAt === undefined
    ? [...run.target.marks.filter((mark) => !run.marksReached.includes(mark)), 100]
    : [];

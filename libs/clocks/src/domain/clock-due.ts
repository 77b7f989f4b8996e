import { toIso, type EpochMs } from '@redress/kernel';
import { calendarOf, deadline, deadlineBy, pauseLimit, SlaError, type Mark, type Timing } from '@redress/sla';
import type { DueInstant } from '../events';
import {
  isGoing,
  isMissed,
  nameOfPause,
  pausesUnder,
  verdictOf,
  type ClockLedger,
  type ClockRun,
  type ReasonedPause,
} from './clock-run';

/** What the algebra needs to know of a run. Throws SlaError `calendar-unknown`. */
export const timingOf = (ledger: ClockLedger, run: ClockRun): Timing => ({
  start: run.startedAt,
  calendar: calendarOf(run.target.calendar),
  pauses: pausesUnder(run.target, ledger),
});

/**
 * When the clock is due, or reaches a mark: see `deadline`. A breach stays where it was, unless it is known better by now. Undefined also
 * where that lies beyond what its calendar vouches for: then nothing is known to fall due, which is no reason to refuse what happened.
 */
export function dueAtOf(ledger: ClockLedger, run: ClockRun, mark: Mark = 100): EpochMs | undefined {
  if (mark === 100 && isMissed(run)) return run.known?.dueAt ?? run.breachedAt;
  const timing = timingOf(ledger, run);
  const { from, to } = timing.calendar.horizon;
  return timing.start < from ? undefined : deadlineBy(timing, run.target.within, to, mark);
}

/** When a run is due, in the words of its facts; `at`: when they occur. */
export function dueOf(ledger: ClockLedger, run: ClockRun, at: EpochMs): DueInstant {
  const dueAt = dueAtOf(ledger, run);
  if (dueAt !== undefined) {
    const isPaused = run.target.pauseLimits !== undefined && dueAt > at && standsStill(ledger, run, at);
    return { dueAt: toIso(dueAt), ...(isPaused ? { paused: true } : {}) };
  }
  // Where it stands still, it is not its calendar that keeps it from being due.
  const isBeyond = !standsStill(ledger, run, at) && isBeyondCalendar(ledger, run);
  return { dueAt: null, ...(isBeyond ? { beyondCalendar: true } : {}) };
}

function standsStill(ledger: ClockLedger, run: ClockRun, at: EpochMs): boolean {
  const { calendar, pauses } = timingOf(ledger, run);
  return pauses.some(
    (pause) =>
      pause.from <= at && Math.min(pause.to ?? Infinity, pauseLimit(pause, calendar) ?? Infinity) > at,
  );
}

function isBeyondCalendar(ledger: ClockLedger, run: ClockRun): boolean {
  try {
    deadline(timingOf(ledger, run), run.target.within);
    return false;
  } catch (error) {
    if (error instanceof SlaError && error.code === 'beyond-horizon') return true;
    throw error;
  }
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
    .flatMap((run) => [
      ...awaited(run).map((mark) => dueAtOf(ledger, run, mark) ?? Infinity),
      ...pausesToExpire(ledger, run).map(({ limit }) => limit),
    ]);
  const next = Math.min(...instants);
  return next === Infinity ? undefined : next;
}

/** The marks that a run has not passed yet, 100 being its breach; none after the breach. */
export function awaited(run: ClockRun): readonly Mark[] {
  const { target, marksReached, breachedAt } = run;
  if (isMissed(run) || verdictOf(run) === 'closed') return [];
  if (breachedAt !== undefined) return [100];
  const marks: readonly Mark[] = [...target.marks, ...(target.nearMarks ?? [])];
  return [...marks.filter((mark) => !marksReached.includes(mark)), 100];
}

/** The pauses of a run that will have counted, or have counted, for as long as they may, with that instant; none that is on record. */
export function pausesToExpire(
  ledger: ClockLedger,
  run: ClockRun,
): readonly { readonly pause: ReasonedPause; readonly limit: EpochMs }[] {
  if (run.target.pauseLimits === undefined || isMissed(run)) return [];
  const calendar = calendarOf(run.target.calendar);
  const dueAt = dueAtOf(ledger, run) ?? Infinity;
  return pausesUnder(run.target, ledger).flatMap((pause) => {
    const limit = pauseLimit(pause, calendar);
    const isMet =
      limit !== undefined && limit > run.startedAt && limit < Math.min(pause.to ?? Infinity, dueAt);
    return isMet && run.pausesExpired?.includes(nameOfPause(pause)) !== true ? [{ pause, limit }] : [];
  });
}

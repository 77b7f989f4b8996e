import { toIso, type EpochMs } from '@redress/kernel';
import { CYCLE_CLOCKS, elapsed, type ClockName, type Target } from '@redress/sla';
import type { ClockCloseReason } from '../events';
import { asTargetedAt, canBeJudged, dueAtOf, isGoing, timingOf, type ClockRun } from './clock-ledger';
import { identity, type LedgerDraft } from './ledger-draft';

/** Whether it is a clock that every cycle starts. */
export const isOfCycle = ({ clock }: Target): boolean =>
  (CYCLE_CLOCKS as readonly ClockName[]).includes(clock);

/** What a clock waited for happened: whatever ran then is stopped, also where that is told after its end. */
export function stopAll(draft: LedgerDraft, clock: ClockName, at: EpochMs): void {
  for (const run of draft.ledger.runs.filter((one) => one.clock === clock)) {
    if (wasGoingAt(run, at)) stop(draft, run, at);
    else if (wouldNotRun(draft, run, at)) stopBeforeItRan(draft, run, at);
  }
}

/** Whether it went at an instant, which lies before its end where a fact is told late. */
const wasGoingAt = (run: ClockRun, at: EpochMs): boolean =>
  run.since <= at && Math.min(run.end?.at ?? Infinity, run.stopToldLate ?? Infinity) > at;

/** Whether a run was started later, by a rule that reached back, for what at that instant had happened in its cycle. */
const wouldNotRun = ({ ledger }: LedgerDraft, run: ClockRun, at: EpochMs): boolean =>
  run.startedAt <= at &&
  run.since > at &&
  (run.stopToldLate ?? run.since) >= run.since &&
  ledger.runs.some(
    ({ cycle, startedAt, target }) => cycle === run.cycle && startedAt <= at && isOfCycle(target),
  );

function stop(draft: LedgerDraft, given: ClockRun, at: EpochMs): void {
  if (!isGoing(given)) {
    stopToldLate(draft, given, at);
    return;
  }
  const run = asTargetedAt(given, at);
  if (!canBeJudged(draft.ledger, run, at)) {
    close(draft, run, at, 'beyond-calendar');
    return;
  }
  const timing = timingOf(draft.ledger, run);
  // A breach on record stays: where the stop came before it, that is corrected.
  const dueAt = run.breachedAt ?? dueAtOf(draft.ledger, run);
  const isMissed = run.breachedAt !== undefined || (dueAt !== undefined && dueAt < at);
  draft.add({
    type: 'ClockStopped',
    version: 1,
    occurredAt: at,
    data: {
      ...identity(run),
      stoppedAt: toIso(at),
      verdict: isMissed ? 'missed' : 'met',
      dueAt: dueAt === undefined ? null : toIso(dueAt),
      // What was missed within its calendar may be stopped after the end of it.
      elapsedMs: elapsed(timing, Math.min(at, timing.calendar.horizon.to), run.target.within),
    },
  });
}

function stopToldLate(draft: LedgerDraft, run: ClockRun, at: EpochMs): void {
  const data = { ...identity(run), stoppedAt: toIso(at) };
  draft.add({ type: 'ClockStopCorrected', version: 1, occurredAt: at, data });
}

function stopBeforeItRan(draft: LedgerDraft, run: ClockRun, at: EpochMs): void {
  stopToldLate(draft, run, at);
  if (isGoing(run)) close(draft, run, run.since, 'no-target');
}

/** A clock ends without what it waited for. */
export function close(draft: LedgerDraft, run: ClockRun, at: EpochMs, reason: ClockCloseReason): void {
  draft.add({
    type: 'ClockClosed',
    version: 1,
    occurredAt: at,
    data: { ...identity(run), closedAt: toIso(at), reason },
  });
}

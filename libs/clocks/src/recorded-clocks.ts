import type { EpochMs, RecordedEvent } from '@redress/kernel';
import { calendarOf, pauseLimit, type ClockName, type Mark, type PolicyRef, type Target } from '@redress/sla';
import {
  dueAtOf,
  evolveClocks,
  nameOfPause,
  NO_CLOCKS,
  pauseUnder,
  verdictOf,
  type ClockLedger,
  type ClockRun,
} from './domain/clock-ledger';
import { isClockEvent, type ClockEvent } from './events';
import type { ClockState } from './standing-clock/standing-clock';

/** One run of a clock, by the facts on its stream alone: what is told late counts. */
export interface RecordedClock {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly state: ClockState;
  readonly startedAt: EpochMs;
  /** Null while a pause keeps it from running out, and where its calendar does not reach that far. */
  readonly dueAt: EpochMs | null;
  /** The warning marks that it has passed. */
  readonly marks: readonly Mark[];
  readonly breachedAt: EpochMs | null;
  /** When it was stopped or closed. */
  readonly endedAt: EpochMs | null;
  readonly target: Target;
  readonly policy: PolicyRef;
}

/** Every clock that ever ran on a stream, in the order of their starts. Throws SlaError `calendar-unknown`. */
export function recordedClocks(history: readonly RecordedEvent[]): readonly RecordedClock[] {
  const facts = history.filter((event) => isClockEvent(event)) as (RecordedEvent & ClockEvent)[];
  const ledger = facts.reduce<ClockLedger>(evolveClocks, NO_CLOCKS);
  return ledger.runs.map((run) => ({
    ...{ clock: run.clock, instance: run.instance, cycle: run.cycle },
    state: stateOf(ledger, run),
    startedAt: run.startedAt,
    dueAt: dueAtOf(ledger, run) ?? null,
    marks: run.marksReached,
    breachedAt: run.breachedAt ?? null,
    endedAt: run.end?.at ?? null,
    target: run.target,
    policy: run.policy,
  }));
}

function stateOf(ledger: ClockLedger, run: ClockRun): ClockState {
  const verdict = verdictOf(run);
  if (verdict !== 'running') return verdict === 'missed' && run.end === undefined ? 'breached' : verdict;
  if (isPaused(ledger, run)) return 'paused';
  return dueAtOf(ledger, run) === undefined ? 'beyond-calendar' : 'running';
}

const isPaused = ({ pauses }: ClockLedger, { target, startedAt, pausesExpired = [] }: ClockRun): boolean =>
  pauses.some((pause) => {
    const counted = pause.to === undefined ? pauseUnder(target, pause) : undefined;
    if (counted === undefined || pausesExpired.includes(nameOfPause(pause))) return false;
    // One that had counted for as long as it may before the clock began does not hold it, and no fact says so.
    return (pauseLimit(counted, calendarOf(target.calendar)) ?? Infinity) > startedAt;
  });

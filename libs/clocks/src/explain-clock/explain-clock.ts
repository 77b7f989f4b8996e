import type { EpochMs, RecordedEvent } from '@redress/kernel';
import {
  explain,
  type Cause,
  type ClockName,
  type Explanation,
  type HoursRule,
  type PolicyRef,
  type SpecialDay,
  type Target,
} from '@redress/sla';
import { evolveClocks, NO_CLOCKS, timingOf, type ClockRun } from '../domain/clock-ledger';
import { isClockEvent, type ClockEvent } from '../events';

/** Why an interval begins or ends: an event of the stream, or hours of the calendar. Neither where it is told only until then. */
export interface ExplainedEdge {
  readonly by: Cause['by'];
  readonly event: RecordedEvent | null;
  readonly hours: HoursRule | null;
}

export interface ExplainedStretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly state: 'running' | 'paused' | 'closed';
  readonly begins: ExplainedEdge;
  readonly ends: ExplainedEdge;
  /** Of closed hours: the days among them that the week would have open. */
  readonly holidays: readonly SpecialDay[];
}

/** Where the time of one run of a clock went. */
export interface ExplainedClock {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  /** `closed`: it ended without what it waited for. */
  readonly verdict: 'running' | 'met' | 'missed' | 'closed';
  readonly target: Target;
  /** What chose the target, and the event that set it. */
  readonly policy: PolicyRef;
  readonly setBy: RecordedEvent;
  readonly startedAt: EpochMs;
  /** Its end, else the instant asked for; no later than its calendar reaches. */
  readonly until: EpochMs;
  readonly dueAt: EpochMs | null;
  readonly intervals: readonly ExplainedStretch[];
  readonly runningMs: number;
  readonly pausedMs: number;
  readonly closedMs: number;
}

/**
 * Tells where the time of a clock went, by the events of its stream alone; undefined where no such clock ever ran on it. Without
 * `instance`: of its latest run.
 */
export function explainClock(
  history: readonly RecordedEvent[],
  { clock, instance }: { readonly clock: string; readonly instance?: number },
  now: EpochMs,
): ExplainedClock | undefined {
  const facts = history.filter((event) => isClockEvent(event)) as (RecordedEvent & ClockEvent)[];
  const ledger = facts.reduce<typeof NO_CLOCKS>(evolveClocks, NO_CLOCKS);
  const run = ledger.runs.findLast(
    (one) => one.clock === clock && one.instance === (instance ?? one.instance),
  );
  if (run === undefined) return undefined;
  const own = facts.filter(({ data }) => 'instance' in data && isOf(data, run));
  const setBy = own.findLast(({ data }) => 'target' in data);
  if (setBy === undefined) throw new Error('a clock that nothing has started');

  const whole = timingOf(ledger, run);
  const { from, to } = whole.calendar.horizon;
  const until = Math.max(run.startedAt, Math.min(run.end?.at ?? now, to));
  const pauses = pausesOf(facts)
    .filter((pause) => pause.from < until && run.target.pausedBy.includes(pause.reason))
    .map(({ to: end, ...pause }) => (end === undefined || end > until ? pause : { ...pause, to: end }));
  const isKnown = run.startedAt >= from && run.startedAt <= to;
  const told: Explanation = isKnown
    ? explain({ ...whole, pauses }, run.target.within, until)
    : { intervals: [], runningMs: 0, pausedMs: 0, closedMs: 0 };

  const end = own.find(({ type }) => type === 'ClockStopped' || type === 'ClockClosed');
  const eventOf = (cause: Cause): RecordedEvent | undefined => {
    switch (cause.by) {
      case 'start':
        return own[0];
      case 'end':
        return run.end?.at === until ? end : undefined;
      case 'pause':
        return pauses[cause.pause]?.paused;
      case 'resume':
        return pauses[cause.pause]?.resumed;
      case 'opening':
      case 'closing':
        return undefined;
    }
  };
  const edge = (cause: Cause): ExplainedEdge => ({
    by: cause.by,
    event: eventOf(cause) ?? null,
    hours: 'hours' in cause ? (cause.hours ?? null) : null,
  });
  return {
    clock: run.clock,
    instance: run.instance,
    cycle: run.cycle,
    verdict: verdictOf(run),
    target: run.target,
    policy: run.policy,
    setBy,
    startedAt: run.startedAt,
    until,
    dueAt: run.breachedAt ?? told.dueAt ?? null,
    intervals: told.intervals.map(({ holidays = [], begins, ends, ...interval }) => ({
      ...interval,
      begins: edge(begins),
      ends: edge(ends),
      holidays,
    })),
    runningMs: told.runningMs,
    pausedMs: told.pausedMs,
    closedMs: told.closedMs,
  };
}

const isOf = (data: { readonly clock: ClockName; readonly instance: number }, run: ClockRun): boolean =>
  data.clock === run.clock && data.instance === run.instance;

function verdictOf({ end, breachedAt }: ClockRun): ExplainedClock['verdict'] {
  if (end === undefined) return breachedAt === undefined ? 'running' : 'missed';
  return end.verdict === 'none' ? 'closed' : end.verdict;
}

interface ToldPause {
  readonly reason: string;
  readonly from: EpochMs;
  readonly to?: EpochMs;
  readonly paused: RecordedEvent;
  readonly resumed?: RecordedEvent;
}

/** The pauses of the stream, as the ledger has them, with their events. */
const pausesOf = (facts: readonly (RecordedEvent & ClockEvent)[]): readonly ToldPause[] =>
  facts.flatMap((paused, index): ToldPause[] => {
    if (paused.type !== 'ClocksPaused') return [];
    const { reason } = paused.data;
    const resumed = facts
      .slice(index + 1)
      .find((event) => event.type === 'ClocksResumed' && event.data.reason === reason);
    return [
      {
        reason,
        from: paused.occurredAt,
        paused,
        ...(resumed === undefined ? {} : { to: resumed.occurredAt, resumed }),
      },
    ];
  });

import { fromIso, type EpochMs, type RecordedEvent } from '@redress/kernel';
import {
  explain,
  type Cause,
  type ClockName,
  type Explanation,
  type HoursRule,
  type Mark,
  type PolicyRef,
  type SpecialDay,
  type Target,
} from '@redress/sla';
import {
  evolveClocks,
  judgedVerdict,
  NO_CLOCKS,
  pauseUnder,
  timingOf,
  type ClockRun,
  type ReasonedPause,
} from '../domain/clock-ledger';
import { isClockEvent, type ClockEvent, type KnownVerdict } from '../events';

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
  /** As judged then. `closed`: it ended without what it waited for. */
  readonly verdict: KnownVerdict;
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
  /** The warning marks that it passed, in the order in which they are on record. */
  readonly marks: readonly ExplainedMark[];
  /** What is to be said by all that is known now, where a fact that was told late has changed that. */
  readonly corrected: ExplainedCorrection | null;
}

/** The latest correction of a verdict. */
export interface ExplainedCorrection {
  readonly known: KnownVerdict;
  readonly dueAt: EpochMs | null;
  readonly event: RecordedEvent;
  /** The facts that were told with it; none where only time has passed. */
  readonly because: readonly RecordedEvent[];
}

/** A warning mark that a clock passed, and the event that says so. */
export interface ExplainedMark {
  readonly mark: Mark;
  readonly at: EpochMs;
  readonly event: RecordedEvent;
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
  const setBy = own.findLast(({ data }) => 'target' in data && data.target === run.target);
  if (setBy === undefined) throw new Error('a clock that nothing has started');

  const whole = timingOf(ledger, run);
  const { from, to } = whole.calendar.horizon;
  const until = Math.max(run.startedAt, Math.min(run.end?.at ?? now, to));
  const pauses = pausesOf(facts)
    .flatMap((pause) => pauseUnder(run.target, pause) ?? [])
    .filter((pause) => pause.from < until)
    .map(({ to: end, ...pause }) => (end === undefined || end > until ? pause : { ...pause, to: end }));
  const isKnown = run.startedAt >= from && run.startedAt <= to;
  const told: Explanation = isKnown
    ? explain({ ...whole, pauses }, run.target.within, until)
    : { intervals: [], runningMs: 0, pausedMs: 0, closedMs: 0, marks: [] };

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
      case 'limit': {
        const pause = pauses[cause.pause];
        return own.find(
          ({ type, data }) =>
            type === 'ClockPauseExpired' &&
            data.reason === pause?.reason &&
            fromIso(data.pausedAt) === pause.from,
        );
      }
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
    verdict: judgedVerdict(run),
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
    marks: own.flatMap(reachedIn),
    corrected: correctionIn(own, history),
  };
}

function correctionIn(
  own: readonly (RecordedEvent & ClockEvent)[],
  history: readonly RecordedEvent[],
): ExplainedCorrection | null {
  const event = own.findLast(({ type }) => type === 'VerdictCorrected');
  if (event?.type !== 'VerdictCorrected') return null;
  const { known, dueAt, because } = event.data;
  return {
    known,
    dueAt: dueAt === null ? null : fromIso(dueAt),
    event,
    because: history.filter(({ type, commandId }) => commandId === event.commandId && because.includes(type)),
  };
}

/** The warning mark that a fact says was reached. */
function reachedIn(event: RecordedEvent & ClockEvent): readonly ExplainedMark[] {
  if (event.type === 'ClockMarkReached') return [{ mark: event.data.mark, at: event.occurredAt, event }];
  return event.type === 'ClockNearDue' ? [{ mark: event.data.before, at: event.occurredAt, event }] : [];
}

const isOf = (data: { readonly clock: ClockName; readonly instance: number }, run: ClockRun): boolean =>
  data.clock === run.clock && data.instance === run.instance;

interface ToldPause extends ReasonedPause {
  readonly paused: RecordedEvent;
  readonly resumed?: RecordedEvent;
}

/** The pauses of the stream, as the ledger has them, with their events. */
const pausesOf = (facts: readonly (RecordedEvent & ClockEvent)[]): readonly ToldPause[] =>
  facts.flatMap((paused, index) => toldPause(paused, facts.slice(index + 1))).sort((a, b) => a.from - b.from);

function toldPause(
  paused: RecordedEvent & ClockEvent,
  later: readonly (RecordedEvent & ClockEvent)[],
): readonly ToldPause[] {
  if (paused.type !== 'ClocksPaused') return [];
  const { reason, unapproved } = paused.data;
  const resumed = later.find((event) => event.type === 'ClocksResumed' && event.data.reason === reason);
  const from = paused.occurredAt;
  return [
    {
      ...{ reason, from, paused },
      ...(unapproved === undefined ? {} : { unapproved }),
      ...(resumed === undefined ? {} : { to: Math.max(from, resumed.occurredAt), resumed }),
    },
  ];
}

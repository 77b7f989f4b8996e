import type { HoursRule } from './calendar';
import type { SpecialDay } from './calendar-document';
import type { DurationMs } from './duration';
import type { EpochMs, Interval } from './interval';
import { blocked, type Pause } from './pause';
import type { Times } from './open-times';
import { counted, deadlineBy, timesOf, type Mark, type Timing } from './timing';

/** Why one interval ends and the next begins. */
export type Cause =
  /** The clock's start, and the instant until which it is explained. */
  | { readonly by: 'start' | 'end' }
  /** The calendar, by the hours named. */
  | { readonly by: 'opening' | 'closing'; readonly hours?: HoursRule }
  /** A pause, by its place in `timing.pauses`. `limit`: it goes on, but has counted for as long as it may. */
  | { readonly by: 'pause' | 'resume' | 'limit'; readonly pause: number };

export interface ExplainedInterval extends Interval {
  /** Closed hours are closed, paused or not: a pause costs nothing there. */
  readonly state: 'running' | 'paused' | 'closed';
  readonly begins: Cause;
  readonly ends: Cause;
  /** Of closed hours: the days among them that the week would have open. */
  readonly holidays?: readonly SpecialDay[];
}

export interface Explanation {
  /** When the clock is due; absent where that is never, as it stands, or beyond its calendar. */
  readonly dueAt?: EpochMs;
  /** From the start until the instant asked for, without gap or overlap. */
  readonly intervals: readonly ExplainedInterval[];
  /** What the intervals of each kind sum to; `running` is what has elapsed on the clock. */
  readonly runningMs: DurationMs;
  readonly pausedMs: DurationMs;
  readonly closedMs: DurationMs;
  /** The marks asked for that it has passed by then, and when, in that order. */
  readonly marks: readonly { readonly mark: Mark; readonly at: EpochMs }[];
}

/**
 * Where the time of a clock went, from its start until `until`: to the millisecond, with the reason for every edge.
 * @param marks of its target, to be told of where they were passed, strictly before `until`
 * @throws SlaError as `deadlineBy` does
 */
export function explain(
  timing: Timing,
  within: string,
  until: EpochMs,
  marks: readonly Mark[] = [],
): Explanation {
  const dueAt = deadlineBy(timing, within, until);
  const effective = counted(timing);
  const stretches = [...stretchesOf(effective, timesOf(timing.calendar, within), until)];
  const changes = stretches
    .slice(1)
    .map((next, index) => causeOf(effective, timing.pauses, stretches[index]?.state, next));
  const sum = (state: Stretch['state']): DurationMs =>
    stretches.reduce((total, one) => (one.state === state ? total + one.to - one.from : total), 0);
  return {
    ...(dueAt === undefined ? {} : { dueAt }),
    intervals: stretches.map((stretch, index) => ({
      ...stretch,
      begins: changes[index - 1] ?? { by: 'start' },
      ends: changes[index] ?? { by: 'end' },
      ...(stretch.state === 'closed' ? { holidays: timing.calendar.days?.holidays(stretch) ?? [] } : {}),
    })),
    runningMs: sum('running'),
    pausedMs: sum('paused'),
    closedMs: sum('closed'),
    marks: marks
      .map((mark) => ({ mark, at: deadlineBy(timing, within, until, mark) ?? Infinity }))
      .filter(({ at }) => at < until)
      .sort((a, b) => a.at - b.at),
  };
}

type Stretch = Pick<ExplainedInterval, 'from' | 'to' | 'state'>;

function* stretchesOf({ start, pauses }: Timing, times: Times, until: EpochMs): Generator<Stretch> {
  if (until <= start) return;
  const stops = [...blocked(pauses, start)];
  let at = start;
  for (const open of times.openFrom(start, until)) {
    const to = Math.min(open.to, until);
    if (open.from > at) yield { from: at, to: open.from, state: 'closed' };
    at = Math.max(at, open.from);
    for (const stop of stops) {
      if (stop.to <= at) continue;
      if (stop.from >= to) break;
      if (stop.from > at) yield { from: at, to: stop.from, state: 'running' };
      const paused = { from: Math.max(at, stop.from), to: Math.min(to, stop.to) };
      yield { ...paused, state: 'paused' };
      at = paused.to;
    }
    if (at < to) yield { from: at, to, state: 'running' };
    at = to;
  }
  if (at < until) yield { from: at, to: until, state: 'closed' };
}

/** Why the state changed to that of `next`; `whole`: the pauses as long as they lasted. */
function causeOf(
  { calendar, pauses }: Timing,
  whole: readonly Pause[],
  before: Stretch['state'] | undefined,
  next: Stretch,
): Cause {
  const at = next.from;
  if (before === 'closed' || next.state === 'closed') {
    const by = before === 'closed' ? 'opening' : 'closing';
    const hours = calendar.days?.hoursAt(at, by);
    return { by, ...(hours === undefined ? {} : { hours }) };
  }
  const lasts = ({ from, to = Infinity }: Pause): boolean => from < to;
  if (next.state === 'paused') {
    return { by: 'pause', pause: pauses.findIndex((pause) => pause.from === at && lasts(pause)) };
  }
  const pause = pauses.findLastIndex((one) => one.to === at && lasts(one));
  return { by: whole[pause]?.to === at ? 'resume' : 'limit', pause };
}

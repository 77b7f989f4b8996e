import type { Calendar } from './calendar';
import type { DurationMs } from './duration';
import { running, type EpochMs, type Interval } from './interval';

/** A time in which a clock stands still; without `to` it has not ended yet. */
export interface Pause {
  readonly from: EpochMs;
  readonly to?: EpochMs;
}

/** All that decides when a clock runs. */
export interface Timing {
  readonly start: EpochMs;
  readonly calendar: Calendar;
  /** In order of `from`. */
  readonly pauses: readonly Pause[];
}

const runningOf = ({ start, calendar, pauses }: Timing): Iterable<Interval> =>
  running(
    start,
    calendar.openFrom(start),
    pauses.map(({ from, to = Infinity }) => ({ from, to })),
  );

/**
 * The earliest instant at which the clock has run for `runFor` milliseconds; undefined while an open pause keeps it from ever
 * getting there. A function of start, target, calendar and pauses alone: no stored deadline is ever moved.
 */
export function deadline(timing: Timing, runFor: DurationMs): EpochMs | undefined {
  let left = runFor;
  for (const { from, to } of runningOf(timing)) {
    if (to - from >= left) return from + left;
    left -= to - from;
  }
  return undefined;
}

/** For how many milliseconds the clock has run at `at`. */
export function elapsed(timing: Timing, at: EpochMs): DurationMs {
  let total = 0;
  for (const { from, to } of runningOf(timing)) {
    if (from >= at) break;
    total += Math.min(to, at) - from;
  }
  return total;
}

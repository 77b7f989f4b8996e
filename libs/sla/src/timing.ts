import type { Calendar } from './calendar';
import type { DayCount } from './day-count';
import { parseDuration, parseWithin, type DurationMs, type Within } from './duration';
import type { EpochMs } from './interval';
import type { Times } from './open-times';
import { blocked, type Pause } from './pause';
import { SlaError } from './sla-error';

export type { Pause } from './pause';

/** All that decides when a clock runs. */
export interface Timing {
  readonly start: EpochMs;
  readonly calendar: Calendar;
  /** In order of `from`. */
  readonly pauses: readonly Pause[];
}

/** A warning mark: in percent of the running time from start to due, or the running time that is left until due (`PT30M`). */
export type Mark = number | string;

/**
 * The earliest instant at which the clock has run for its target, or reached a mark of it; undefined while an open pause keeps it from ever
 * getting there. A function of start, target, calendar and pauses alone: no stored deadline is ever moved.
 *
 * A mark in percent is that share of the running time from start to due, one by the time that is left is all of it but that, hence the
 * start where there was no more. Of a target in days it goes by the due instant as it stood then: a later pause moves no mark that was
 * passed before it.
 * @param within `PT4H`, `P3BD` or `P3CD`; or milliseconds of running time
 * @throws SlaError `duration-malformed`; `beyond-horizon`; `calendar-without-days` for days on a calendar that has no zone
 */
export function deadline(given: Timing, within: string | DurationMs, mark: Mark = DUE): EpochMs | undefined {
  const timing = counted(given);
  const target = read(within);
  const { start, calendar, pauses } = timing;
  const usedAt = usedAtMark(mark);
  if (target.kind === 'running-time') return runOut(timing, calendar, usedAt(target.runFor));
  const days = daysOf(calendar, target.kind);
  return mark === DUE ? days.due(start, target.days, pauses) : markInDays(timing, days, target.days, usedAt);
}

/**
 * The deadline as far as it matters by `by`: undefined also where all that is known is that it comes later, beyond the horizon of the
 * calendar. Of a target in days whose due instant is not known no mark is known.
 * @throws SlaError as `deadline` does, but `beyond-horizon` only where `by` lies there too
 */
export function deadlineBy(
  timing: Timing,
  within: string,
  by: EpochMs,
  mark: Mark = DUE,
): EpochMs | undefined {
  try {
    return deadline(timing, within, mark);
  } catch (error) {
    const { from, to } = timing.calendar.horizon;
    const isLater = error instanceof SlaError && error.code === 'beyond-horizon' && by <= to;
    if (isLater && timing.start >= from) return undefined;
    throw error;
  }
}

/**
 * For how many milliseconds the clock has run at `at`: on its calendar, or round the clock where its target counts calendar days.
 * @throws SlaError `beyond-horizon`
 */
export function elapsed(timing: Timing, at: EpochMs, within?: string): DurationMs {
  return ranUntil(counted(timing), timesOf(timing.calendar, within), at);
}

/** The same with every pause as far as it counts: one that may count for so long only ends by then. */
export function counted(timing: Timing): Timing {
  const { calendar, pauses } = timing;
  if (pauses.every(({ longest }) => longest === undefined)) return timing;
  return { ...timing, pauses: pauses.map((pause) => limited(pause, calendar)) };
}

/**
 * The instant from which on a pause counts no longer, however long it lasts; undefined where it has no limit, or the calendar does not reach
 * that far. Throws SlaError `duration-malformed` and `calendar-without-days`.
 */
export function pauseLimit({ from, longest }: Pause, calendar: Calendar): EpochMs | undefined {
  if (longest === undefined) return undefined;
  const { horizon } = calendar;
  if (from < horizon.from || from > horizon.to) return undefined;
  return deadlineBy({ start: from, calendar, pauses: [] }, longest, horizon.to);
}

function limited(pause: Pause, calendar: Calendar): Pause {
  if (pause.longest === undefined) return pause;
  // It does not go on for ever: where its limit is not known, what comes after the horizon is not known either.
  const limit = pauseLimit(pause, calendar) ?? Math.max(pause.from, calendar.horizon.to);
  return { from: pause.from, to: Math.min(pause.to ?? Infinity, limit) };
}

/** When a clock with such a target runs while it is not paused. */
export function timesOf(calendar: Calendar, within: string | undefined): Times {
  const target = within === undefined ? undefined : parseWithin(within);
  return target?.kind === 'calendar-days' ? daysOf(calendar, target.kind).times : calendar;
}

/**
 * Throws SlaError where a target makes no sense: `duration-malformed`, or `calendar-without-days` where it counts days on a calendar that
 * has none.
 */
export function checkWithin(within: string, calendar: Calendar): void {
  const target = parseWithin(within);
  if (target.kind !== 'running-time') daysOf(calendar, target.kind);
}

const read = (within: string | DurationMs): Within =>
  typeof within === 'number' ? { kind: 'running-time', runFor: within } : parseWithin(within);

/** In percent, the mark at which it is due. */
const DUE = 100;

/**
 * For how long it has run at a mark, given the running time from start to due. A share that falls between two milliseconds is reached at
 * the later one: by then it has run for it.
 */
function usedAtMark(mark: Mark): (whole: DurationMs) => DurationMs {
  if (typeof mark === 'number') return (whole) => Math.ceil((whole * mark) / 100);
  const left = parseDuration(mark);
  return (whole) => Math.max(0, whole - left);
}

function daysOf({ name, days }: Calendar, kind: 'working-days' | 'calendar-days'): DayCount {
  if (days === undefined) {
    throw new SlaError('calendar-without-days', `calendar ${name} has no zone, hence no days to count`);
  }
  return kind === 'working-days' ? days.working : days.calendar;
}

function runOut(
  timing: Pick<Timing, 'start' | 'pauses'>,
  times: Times,
  runFor: DurationMs,
): EpochMs | undefined {
  let [at, left] = [timing.start, runFor];
  for (const { from, to } of blocked(timing.pauses, timing.start)) {
    // What it has run for by the instant at which the pause begins is due at that instant.
    const due = times.reach(at, left, from);
    if (due !== undefined || to === Infinity) return due;
    left -= times.openTime(at, from);
    at = to;
  }
  return times.reach(at, left);
}

/** Goes from pause to pause: each moves the due instant, and with it the running time that the mark is of. */
function markInDays(
  { start, pauses }: Timing,
  days: DayCount,
  count: number,
  usedAt: (whole: DurationMs) => DurationMs,
): EpochMs | undefined {
  const stops = [...blocked(pauses, start)];
  let [at, ran] = [start, 0];
  for (const [index, { from, to }] of [...stops, { from: Infinity, to: Infinity }].entries()) {
    if (from > at) {
      const known = { start, pauses: stops.slice(0, index) };
      const whole = ranUntil(known, days.times, days.due(start, count, known.pauses) ?? Infinity);
      const mark = days.times.reach(at, usedAt(whole) - ran, from);
      if (mark !== undefined) return mark;
      ran += days.times.openTime(at, from);
    }
    at = to;
  }
  return undefined;
}

function ranUntil(timing: Pick<Timing, 'start' | 'pauses'>, times: Times, until: EpochMs): DurationMs {
  let [at, ran] = [timing.start, 0];
  for (const { from, to } of blocked(timing.pauses, timing.start)) {
    if (from >= until) break;
    ran += times.openTime(at, from);
    at = to;
  }
  return ran + times.openTime(at, until);
}

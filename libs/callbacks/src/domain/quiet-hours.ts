import { isTimeZone, type EpochMs } from '@redress/kernel';
import type { ContactPolicy } from '@redress/policies';
import { Temporal } from 'temporal-polyfill';

type QuietHours = ContactPolicy['quietHours'];

/** The rest of one customer: hours of the day, as the clock on their own wall shows them. */
export interface RestTime {
  readonly quietHours: QuietHours;
  /** IANA. */
  readonly timeZone: string;
}

/** The name of an IANA zone as the database writes it; undefined for what is none. */
export const zoneName = (text: string): string | undefined =>
  isTimeZone(text) ? new Temporal.ZonedDateTime(0n, text).timeZoneId : undefined;

const shownAt = (at: EpochMs, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);

/** The calendar day on which the customer lives that instant, as `2026-03-29`. */
export const dayOf = (at: EpochMs, timeZone: string): string =>
  shownAt(at, timeZone).toPlainDate().toString();

/** The first instant of the customer's next calendar day, be it midnight or where summer time makes the day begin later. */
export const nextDayAfter = (at: EpochMs, timeZone: string): EpochMs =>
  shownAt(at, timeZone).add({ days: 1 }).startOfDay().epochMilliseconds;

/**
 * Whether the customer's clock shows a time within the quiet hours: at or after `from`, before `to`; across midnight where `from` is the
 * later one; never where they are the same. An hour that the clock shows twice is quiet twice.
 */
export function isQuiet(at: EpochMs, { quietHours: { from, to }, timeZone }: RestTime): boolean {
  const shown = shownAt(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return from <= to ? from <= shown && shown < to : from <= shown || shown < to;
}

/** The first instant from `at` on that is not quiet: `at` itself, or the end of the quiet hours. */
export function quietUntil(at: EpochMs, rest: RestTime): EpochMs {
  if (!isQuiet(at, rest)) return at;
  return changesNear(at, rest, 'next').find((change) => change > at && isChange(change, rest)) ?? Infinity;
}

/** The instant at which the quiet hours began that `at` lies in; undefined where it lies in none. */
export function quietSince(at: EpochMs, rest: RestTime): EpochMs | undefined {
  if (!isQuiet(at, rest)) return undefined;
  return (
    changesNear(at, rest, 'previous').find((change) => change <= at && isChange(change, rest)) ?? -Infinity
  );
}

/** Summer time can take the only quiet (or loud) time of a day away: the next day, or the one after a day left out whole, has it. */
const DAYS = [0, 1, 2, 3];

const isChange = (at: EpochMs, rest: RestTime): boolean => isQuiet(at, rest) !== isQuiet(at - 1, rest);

/**
 * Where quiet hours may begin or end, in the order of that direction: at their wall times, once or twice a day, or where the clock is set past
 * one of them.
 */
function changesNear(at: EpochMs, rest: RestTime, direction: 'next' | 'previous'): readonly EpochMs[] {
  const { quietHours, timeZone } = rest;
  const here = shownAt(at, timeZone);
  const sign = direction === 'next' ? 1 : -1;
  const atWallTimes = DAYS.flatMap((days) => {
    const date = here.toPlainDate().add({ days: sign * days });
    return [quietHours.from, quietHours.to].flatMap((wallTime) => {
      const local = date.toPlainDateTime(wallTime);
      return (['earlier', 'later'] as const).map(
        (disambiguation) => local.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds,
      );
    });
  });
  // A change of the clock that lies at `at` itself counts as the previous one.
  const from = direction === 'next' ? here : here.add({ milliseconds: 1 });
  const whereSet = from.getTimeZoneTransition(direction)?.epochMilliseconds;
  return [...atWallTimes, ...(whereSet === undefined ? [] : [whereSet])].sort((a, b) => sign * (a - b));
}

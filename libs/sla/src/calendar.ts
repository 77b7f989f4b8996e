import type { CalendarRef, SpecialDay } from './calendar-document';
import type { DayCount } from './day-count';
import type { EpochMs, Interval } from './interval';
import type { LocalDate, Weekday } from './local-date';
import { OpenTimes, type Times } from './open-times';

/**
 * When clocks run. A published version never changes. Asked about what lies beyond its horizon it throws SlaError `beyond-horizon`: it
 * never guesses.
 */
export interface Calendar extends CalendarRef, Times {
  /** What counts days, and which hours an edge follows from; a calendar without a zone has no days. */
  readonly days?: CalendarDays;
}

export interface CalendarDays {
  readonly working: DayCount;
  readonly calendar: DayCount;
  /** The hours that begin or end at that instant. */
  hoursAt(edge: EpochMs, by: 'opening' | 'closing'): HoursRule | undefined;
  /** The days on which the calendar is closed although the week says otherwise, as far as they lie in `within`. */
  holidays(within: Interval): readonly SpecialDay[];
}

/**
 * Why it is open: the hours of a day of the week (`weekly`), or a day's own: fewer or others on a working day (`special-hours`), or some
 * on a day that is otherwise closed (`make-up`).
 */
export interface HoursRule {
  readonly rule: 'weekly' | 'special-hours' | 'make-up';
  readonly date: LocalDate;
  readonly weekday: Weekday;
  /** What the special day is called. */
  readonly name?: string;
  /** The hours as the calendar's document has them. */
  readonly hours: string;
}

class RoundTheClock extends OpenTimes implements Calendar {
  readonly name = '24x7';
  readonly version = 1;
}

/** Open always, everywhere: 24 × 7. It has no zone, hence no days: `PnCD` wants a calendar that says where midnight is. */
export const ROUND_THE_CLOCK: Calendar = new RoundTheClock([{ from: -Infinity, to: Infinity }]);

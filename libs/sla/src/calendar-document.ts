import type { LocalDate, Weekday } from './local-date';

/** Names one published version of a calendar. */
export interface CalendarRef {
  readonly name: string;
  readonly version: number;
}

/** Hours of each day of the week, each like `09:00-12:30`; a day that is not named is closed. */
export type WeeklyHours = { readonly [Day in Weekday]?: readonly string[] };

/**
 * A day with hours of its own in place of those of the week: none for a holiday, fewer for a half day, some on a day that is otherwise
 * closed for a make-up working day (调休). Hours belong to the day on which they begin.
 */
export interface SpecialDay {
  readonly date: LocalDate;
  readonly name?: string;
  readonly hours: readonly string[];
}

/**
 * A time zone as it was known when the calendar was made. What is stored here decides; the name tells people what it stands for, and
 * `tzdata` which release of the time-zone database it was read from.
 */
export interface StoredZone {
  readonly name: string;
  readonly tzdata?: string;
  /** Local time less UTC before the first change. */
  readonly offsetSeconds: number;
  /** Rising; `at` is an ISO instant in UTC. */
  readonly changes: readonly { readonly at: string; readonly offsetSeconds: number }[];
}

/** The days that a calendar vouches for, both included. */
export interface Horizon {
  readonly firstDay: LocalDate;
  readonly lastDay: LocalDate;
}

/**
 * One published version of a calendar, in JSON primitives, to be stored as it is. It holds all that its deadlines depend on, so they never
 * move: not by an upgrade of the runtime, nor by news of the time-zone database.
 */
export interface CalendarDocument extends CalendarRef {
  readonly description?: string;
  readonly zone: StoredZone;
  readonly horizon: Horizon;
  readonly weekly: WeeklyHours;
  /** Rising by date, each day once. */
  readonly days: readonly SpecialDay[];
}

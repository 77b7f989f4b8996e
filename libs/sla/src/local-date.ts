/** A day of the calendar as people write it, `YYYY-MM-DD`. */
export type LocalDate = string;

export const DAY_MS = 86_400_000;

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Days since 1970-01-01; undefined where the text is no day. */
export function dayNumber(date: LocalDate): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  return !Number.isNaN(day) && dateOf(day) === date ? day : undefined;
}

/** The day that many days after 1970-01-01. */
export const dateOf = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'monday';

import { buildCalendar, chinaHolidays, type CalendarDefinition } from '@redress/sla/build-calendar';
import type { Horizon, WeeklyHours } from '@redress/sla';
import { writeCalendar } from '../calendar/write-calendar';

/** Whose holidays, for which years, and when it is open. */
export interface CalendarWish {
  readonly name: string;
  /** ISO 3166-1, such as `DE`. */
  readonly country: string;
  /** ISO 3166-2 without the country, such as `BY`. */
  readonly region?: string;
  /** An IANA zone. */
  readonly zone: string;
  /** Both included. */
  readonly years: { readonly first: number; readonly last: number };
  readonly weekly: WeeklyHours;
}

/** The public holidays of a place: `publicHolidays` of libs/sla, which the product runs without. */
export type HolidaySource = (
  place: Pick<CalendarWish, 'country' | 'region'>,
  horizon: Horizon,
) => Readonly<Record<string, string>>;

/**
 * The text of a calendar's file, with the public holidays of a country: of most from the package date-holidays, of China from the yearly
 * notices of the State Council, make-up working days included. Whoever answers for it reads it over.
 * @throws SlaError `country-unknown`, `holidays-not-announced` for a year of China that was not announced yet, `zone-unknown`,   `calendar-
 * malformed`
 */
export function makeCalendar(wish: CalendarWish, publicHolidays: HolidaySource): string {
  const { name, zone, weekly, years } = wish;
  const horizon = { firstDay: `${String(years.first)}-01-01`, lastDay: `${String(years.last)}-12-31` };
  const definition = { name, zone, horizon, weekly, ...daysOff(wish, horizon, publicHolidays) };
  const place = [wish.country, wish.region ?? []].flat().join('-');
  const source =
    wish.country === 'CN' ? 'the notices of the State Council' : 'the package date-holidays (CC BY-SA 3.0)';
  return [
    '# yaml-language-server: $schema=../schema/calendar.schema.json',
    `# Public holidays of ${place} as ${source} has them. Read them over before you publish it.`,
    writeCalendar(buildCalendar(definition, 1)),
  ].join('\n');
}

function daysOff(
  { country, region, weekly }: CalendarWish,
  horizon: Horizon,
  publicHolidays: HolidaySource,
): Pick<CalendarDefinition, 'holidays' | 'days'> {
  if (country === 'CN') return chinaHolidays(horizon, firstOpen(weekly));
  return { holidays: publicHolidays({ country, ...(region === undefined ? {} : { region }) }, horizon) };
}

const firstOpen = (weekly: WeeklyHours): readonly string[] =>
  Object.values(weekly).find((hours) => hours.length > 0) ?? [];

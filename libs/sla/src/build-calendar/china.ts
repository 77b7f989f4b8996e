import { dateOf, dayNumber, type LocalDate, type Weekday } from '../local-date';
import { SlaError } from '../sla-error';
import type { CalendarDefinition, OwnHours } from './build-calendar';
import notices from './china-notices.json';

/**
 * What the State Council announces once a year, as a rule in November: the days off of the next year, and the weekends worked for them
 * (调休).
 */
export interface ChinaNotice {
  readonly year: number;
  /** The number of the document. */
  readonly notice: string;
  /** Days off, both ends included. */
  readonly holidays: readonly { readonly name: string; readonly from: LocalDate; readonly to: LocalDate }[];
  /** Days of weekends that are worked. */
  readonly workdays: readonly LocalDate[];
}

/** The notices that came with this version, the oldest first. */
export const CHINA_NOTICES: readonly ChinaNotice[] = notices;

/**
 * The holidays and make-up working days of mainland China for the years of a horizon, to be put into a calendar's definition. No rule tells
 * them ahead: a year that is not announced is refused. A notice may reach into the last days of the December before it (that of 2019
 * made 2018-12-29 a working day), so build a calendar anew, as its next version, when the next notice is out.
 * @param hours of a make-up working day, or the day of the week whose hours it has
 * @param known the notices to go by; add one here that is newer than this version
 * @throws SlaError `holidays-not-announced`
 */
export function chinaHolidays(
  horizon: CalendarDefinition['horizon'],
  hours: OwnHours['hours'] = 'monday' satisfies Weekday,
  known: readonly ChinaNotice[] = CHINA_NOTICES,
): Required<Pick<CalendarDefinition, 'holidays' | 'days'>> {
  const [first, last] = [horizon.firstDay, horizon.lastDay].map((date) => Number(date.slice(0, 4)));
  for (let year = first ?? NaN; year <= (last ?? NaN); year++) {
    if (!known.some((notice) => notice.year === year)) throw notAnnounced(year, known);
  }
  const within = (date: LocalDate): boolean => date >= horizon.firstDay && date <= horizon.lastDay;
  const holidays = known.flatMap((notice) =>
    notice.holidays.flatMap(({ name, from, to }) => daysFrom(from, to).map((date) => [date, name] as const)),
  );
  const workdays = known.flatMap((notice) => notice.workdays);
  return {
    holidays: Object.fromEntries(holidays.filter(([date]) => within(date))),
    days: Object.fromEntries(workdays.filter(within).map((date) => [date, { name: '调休上班', hours }])),
  };
}

function notAnnounced(year: number, known: readonly ChinaNotice[]): SlaError {
  const years = known.map((notice) => String(notice.year)).join(', ');
  return new SlaError(
    'holidays-not-announced',
    `the days off of ${String(year)} in China are not known here, only those of ${years}; end the horizon before, or add the notice`,
  );
}

function daysFrom(from: LocalDate, to: LocalDate): LocalDate[] {
  const [first, last] = [dayNumber(from) ?? NaN, dayNumber(to) ?? NaN];
  return Array.from({ length: last - first + 1 }, (_, index) => dateOf(first + index));
}

import Holidays from 'date-holidays';
import type { Horizon } from '../calendar-document';
import { DAY_MS, dateOf, dayNumber, type LocalDate } from '../local-date';
import { SlaError } from '../sla-error';

export interface HolidayPlace {
  /** ISO 3166-1, such as `GB`. */
  readonly country: string;
  /** ISO 3166-2 without the country, such as `ENG`. */
  readonly region?: string;
  /** ISO 639-1; else the country's own. */
  readonly language?: string;
}

/**
 * The public holidays of a country over a horizon, substitute days with them, to be put into a calendar's definition and read over by
 * whoever answers for it: they come from rules, and a single day off that was granted later is not among them. Holidays of part of a
 * day are left out: which hours remain is for the calendar to say. The days are those of the package date-holidays (CC BY-SA 3.0).
 * @throws SlaError `country-unknown`; `holidays-not-announced` for China, whose days off no rule tells: see `chinaHolidays`
 */
export function publicHolidays(
  { country, region, language }: HolidayPlace,
  { firstDay, lastDay }: Horizon,
): Readonly<Record<LocalDate, string>> {
  if (country === 'CN') {
    throw new SlaError('holidays-not-announced', 'the days off of China follow no rule: take chinaHolidays');
  }
  const place = new Holidays();
  const regions: unknown = place.getStates(country);
  const known =
    country in place.getCountries() &&
    (region === undefined || (typeof regions === 'object' && regions !== null && region in regions));
  if (!known) {
    throw new SlaError(
      'country-unknown',
      `no holidays are known for ${[country, region ?? []].flat().join('-')}`,
    );
  }
  place.init(country, region ?? '');
  if (language !== undefined) place.setLanguages(language);
  const found: Record<LocalDate, string> = {};
  for (let year = Number(firstDay.slice(0, 4)); year <= Number(lastDay.slice(0, 4)); year++) {
    for (const { date, start, end, type, name } of place.getHolidays(year)) {
      const days = Math.round((end.getTime() - start.getTime()) / DAY_MS);
      if (type !== 'public' || !date.includes(' 00:00:00') || days < 1) continue;
      const first = dayNumber(date.slice(0, 'YYYY-MM-DD'.length)) ?? NaN;
      for (let day = first; day < first + days; day++) {
        const dayOff = dateOf(day);
        if (dayOff >= firstDay && dayOff <= lastDay) found[dayOff] ??= name;
      }
    }
  }
  return found;
}

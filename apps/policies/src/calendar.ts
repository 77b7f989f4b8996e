import { makeCalendar } from '@redress/policies';
import { publicHolidays } from '@redress/sla/build-calendar/public-holidays';
import { Command, InvalidArgumentError } from 'commander';

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Day = (typeof WEEK)[number];

interface Options {
  readonly country: string;
  readonly region?: string;
  readonly year: { readonly first: number; readonly last: number };
  readonly zone: string;
  readonly name?: string;
  readonly days: readonly Day[];
  readonly hours: readonly string[];
}

/** `calendar --country …`. */
export const calendarCommand = (): Command =>
  new Command('calendar')
    .description('prints the file of a calendar with the public holidays of a country, to be read over')
    .requiredOption('--country <code>', 'ISO 3166-1, such as DE; CN goes by the yearly notices', country)
    .option('--region <code>', 'ISO 3166-2 without the country, such as BY')
    .requiredOption('--year <years>', 'one year, or several: 2026-2027', years)
    .requiredOption('--zone <zone>', 'an IANA time zone, such as Europe/Berlin')
    .option('--name <name>', 'what it is called (default: by the country)')
    .option('--days <days>', 'when it is open: monday-friday, or monday,saturday', days, WEEK.slice(0, 5))
    .option('--hours <hours>', 'its hours on these days, several with commas', hours, ['09:00-17:00'])
    .action(({ country, region, year, zone, name, days, hours }: Options) => {
      const place = [country, region ?? []].flat();
      const wish = {
        name: name ?? place.join('-').toLowerCase(),
        country,
        ...(region === undefined ? {} : { region }),
        zone,
        years: year,
        weekly: Object.fromEntries(days.map((day) => [day, hours])),
      };
      process.stdout.write(makeCalendar(wish, publicHolidays));
    });

function country(text: string): string {
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError('Give two letters, such as DE.');
}

function years(text: string): Options['year'] {
  const [, first, last = first] = /^(\d{4})(?:-(\d{4}))?$/.exec(text) ?? [];
  const read = { first: Number(first), last: Number(last) };
  if (first !== undefined && read.first <= read.last) return read;
  throw new InvalidArgumentError('Give a year such as 2026, or two such as 2026-2027.');
}

function days(text: string): readonly Day[] {
  const places = text.split(',').flatMap((part) => {
    const [first, last] = part.split('-').map((day) => WEEK.indexOf(day.trim().toLowerCase() as Day));
    return first === undefined ? [] : range(first, last ?? first);
  });
  const named = WEEK.filter((_, place) => places.includes(place));
  if (named.length > 0 && !places.includes(-1)) return named;
  throw new InvalidArgumentError('Give days such as monday-friday, or monday,saturday.');
}

const range = (first: number, last: number): readonly number[] =>
  first < 0 || last < first ? [-1] : Array.from({ length: last - first + 1 }, (_, index) => first + index);

function hours(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => /^\d\d:\d\d-\d\d:\d\d$/.test(part))) return parts;
  throw new InvalidArgumentError('Give hours such as 09:00-12:30,13:30-17:30.');
}

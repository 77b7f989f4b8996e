import type { Money } from '../api/types';

/** Dates, durations, numbers and amounts of a locale, in the zone of the browser. */
export interface Formats {
  /** Hours and minutes, with the day where it is not today's of `now`. */
  readonly time: (at: string | number, now?: number) => string;
  /** Hours and minutes of today of `now`; with the day in its year; else the date. */
  readonly shortTime: (at: string | number, now: number) => string;
  /** Hours, minutes and seconds. */
  readonly timeToTheSecond: (at: string | number) => string;
  /** Date and time. */
  readonly dateTime: (at: string | number) => string;
  /** Date only. */
  readonly date: (at: string | number) => string;
  /** Hours and minutes of an instant in another zone. */
  readonly timeIn: (at: number, timeZone: string) => string;
  /** `3 d 4 h`, `2 h 5 min`, `4:03`, in the units of the locale; of ms. */
  readonly duration: (ms: number) => string;
  /** `24 h`, `1 h 30 min`, `30 min`: hours, minutes and seconds that there are; of ms. */
  readonly span: (ms: number) => string;
  readonly number: (value: number) => string;
  readonly share: (value: number) => string;
  readonly money: (amount: Money) => string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const made = new Map<string, Formats>();

/** Made once for each locale: formatters are costly. */
export function formats(locale: string): Formats {
  const known = made.get(locale);
  if (known !== undefined) return known;
  const fresh = makeFormats(locale);
  made.set(locale, fresh);
  return fresh;
}

function makeFormats(locale: string): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (at: string | number) => format.format(typeof at === 'number' ? at : Date.parse(at));
  };
  const unit = (name: string) => {
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' });
    return (value: number) => format.format(value);
  };
  const [days, hours, minutes, seconds] = [unit('day'), unit('hour'), unit('minute'), unit('second')];
  const hm = dates({ hour: '2-digit', minute: '2-digit' });
  const dayHm = dates({
    weekday: 'short',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  const dayMonthHm = dates({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const medium = dates({ dateStyle: 'medium' });
  const yearOf = dates({ year: 'numeric' });
  const dayOf = dates({ year: 'numeric', month: '2-digit', day: '2-digit' });
  const integer = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    time: (at, now = Date.now()) => (dayOf(at) === dayOf(now) ? hm(at) : dayHm(at)),
    shortTime: (at, now) =>
      dayOf(at) === dayOf(now) ? hm(at) : yearOf(at) === yearOf(now) ? dayMonthHm(at) : medium(at),
    timeToTheSecond: dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    dateTime: dates({ dateStyle: 'medium', timeStyle: 'medium' }),
    date: medium,
    timeIn: (at, timeZone) => {
      try {
        return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
      } catch {
        // A zone that this browser does not know.
        return '';
      }
    },
    duration: (length) => {
      const ms = Math.abs(length);
      if (ms >= DAY) return `${days(Math.floor(ms / DAY))} ${hours(Math.floor((ms % DAY) / HOUR))}`;
      if (ms >= HOUR) return `${hours(Math.floor(ms / HOUR))} ${minutes(Math.floor((ms % HOUR) / MINUTE))}`;
      if (ms >= MINUTE) {
        const rest = Math.floor((ms % MINUTE) / SECOND);
        return `${String(Math.floor(ms / MINUTE))}:${String(rest).padStart(2, '0')}`;
      }
      return seconds(Math.floor(ms / SECOND));
    },
    span: (ms) => {
      const parts = [
        [Math.floor(ms / HOUR), hours],
        [Math.floor((ms % HOUR) / MINUTE), minutes],
        [Math.floor((ms % MINUTE) / SECOND), seconds],
      ] as const;
      return parts.flatMap(([value, write]) => (value === 0 ? [] : [write(value)])).join(' ') || seconds(0);
    },
    number: (value) => integer.format(value),
    share: (value) => percent.format(value),
    money: ({ minor, currency }) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
      return format.format(minor / 10 ** digits);
    },
  };
}

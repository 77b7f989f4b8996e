import { dayOf, onDate } from '../ui/local-day';

/** What the page is asked for, as it stands in the address. */
export type FiguresSearch = Partial<Record<SearchName, string>>;

const NAMES = [
  'figure',
  'range',
  'from',
  'to',
  'by',
  'kind',
  'team',
  'agent',
  'measure',
  'clock',
  'as',
  'on',
  'promise',
  'purpose',
  'weights',
] as const;

export type SearchName = (typeof NAMES)[number];

/** What of an address concerns this page. */
export const figuresSearch = (search: Readonly<Record<string, unknown>>): FiguresSearch =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = search[name];
      return (typeof value === 'string' || typeof value === 'number') && value !== ''
        ? [[name, String(value)]]
        : [];
    }),
  );

/** `week`, `month`: the one that goes on, which begins on a Monday, on the first. `own`: whole days, the last one included. */
export const RANGES = ['today', 'days7', 'week', 'month', 'lastMonth', 'all', 'own'] as const;
export type Range = (typeof RANGES)[number];

export const rangeOf = ({ range }: FiguresSearch): Range => RANGES.find((one) => one === range) ?? 'days7';

/** From when, and before when; left out: without a bound. */
export interface Bounds {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The bounds of a range at an instant (ms since 1970), in days of this browser's zone: one with a change of the clocks is 23 or 25 hours
 * long.
 */
export function boundsOf(search: FiguresSearch, now: number): Bounds {
  const today = new Date(now);
  const [year, month] = [today.getFullYear(), today.getMonth()];
  const dayAgo = (days: number) => instantOf(new Date(year, month, today.getDate() - days));
  switch (rangeOf(search)) {
    case 'today':
      return { from: dayAgo(0) };
    case 'days7':
      return { from: dayAgo(6) };
    case 'week':
      return { from: dayAgo((today.getDay() + 6) % 7) };
    case 'month':
      return { from: instantOf(new Date(year, month, 1)) };
    case 'lastMonth':
      return { from: instantOf(new Date(year, month - 1, 1)), to: instantOf(new Date(year, month, 1)) };
    case 'all':
      return {};
    case 'own':
      return { from: boundOf(search.from, 'from'), to: boundOf(search.to, 'to') };
  }

  /** Where a day (`2026-03-01`) begins or ends; undefined where it is no day. */
  function boundOf(text = '', bound: keyof Bounds): string | undefined {
    const at = onDate(now, text);
    return at === undefined ? undefined : instantOf(new Date(dayOf(at)[bound]));
  }
}

/** Whether a range ends before it begins: instants are texts in UTC, so that the earlier one is the lesser. */
export const isUpsideDown = ({ from, to }: Bounds): boolean =>
  from !== undefined && to !== undefined && from > to;

const instantOf = (date: Date): string => date.toISOString();

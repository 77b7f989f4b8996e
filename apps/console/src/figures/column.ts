import type { Search } from '../api/client';
import { localeOf } from '../i18n';
import type { Words } from '../i18n/use-words';

/** A group of an answer, as it came. */
export type Group = Readonly<Record<string, unknown>>;

/** A number of a group: how it is called in a file, how on the screen. */
export interface Column {
  /** As the API calls it; the head of the column in a file. Its unit is in the name, or it has none. */
  readonly name: string;
  readonly label: (words: Words) => string;
  /** The number, as the API gives it; null where there is none. */
  readonly valueOf: (group: Group) => number | null;
  readonly kind: 'count' | 'duration' | 'share' | 'score' | 'gap' | 'money';
  /** Of money: ISO 4217. */
  readonly currency?: string;
  /** Of a number that has a list behind it: what the API is asked for, beside the question, to list just that. */
  readonly behind?: Search;
}

const HOUR_MS = 3_600_000;

/** A number of a column, in the words and units of a reader. */
export function shownAs(
  { kind, currency = '' }: Pick<Column, 'kind' | 'currency'>,
  words: Words,
  value: number,
): string {
  switch (kind) {
    case 'count':
      return words.number(value);
    case 'duration':
      // To the second, with its unit, where a countdown would do without.
      return value < HOUR_MS ? words.span(value) : words.duration(value);
    case 'share':
      return words.share(value);
    case 'score':
      return twoDecimals(words, value);
    case 'gap':
      return twoDecimals(words, value, 'exceptZero');
    case 'money':
      return words.money({ minor: value, currency });
  }
}

/** So that the numbers of a column stand one below the other. */
const twoDecimals = (
  { language }: Words,
  value: number,
  signDisplay: Intl.NumberFormatOptions['signDisplay'] = 'auto',
): string =>
  new Intl.NumberFormat(localeOf(language), {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay,
  }).format(value);

/** The number at a path such as `csat.mean`. */
export function numberAt(group: Group, path: string): number | null {
  const value = path
    .split('.')
    .reduce<unknown>(
      (from, name) => (typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined),
      group,
    );
  return typeof value === 'number' ? value : null;
}

export const column = (
  name: string,
  label: Column['label'],
  kind: Exclude<Column['kind'], 'money'> = 'count',
  valueOf: Column['valueOf'] = (group) => numberAt(group, name),
): Column => ({ name, label, kind, valueOf });

/** A count that leads to what it counts. */
export const counted = (name: string, label: Column['label'], behind: Search): Column => ({
  ...column(name, label),
  behind,
});

interface Amounts {
  readonly currency: string;
}

const amountsOf = ({ amounts }: Group): readonly Amounts[] =>
  Array.isArray(amounts) ? (amounts as readonly Amounts[]) : [];

/** What remedies of one currency cost: of each currency there is a column of its own, for they are never added up. */
export const costs = (groups: readonly Group[]): readonly Column[] =>
  [...new Set(groups.flatMap(amountsOf).map(({ currency }) => currency))].sort().map((currency) => ({
    name: `amounts.${currency}.costMinor`,
    label: ({ t }) => t('figures.costIn', { currency }),
    kind: 'money',
    currency,
    behind: { currency },
    valueOf: (group) => {
      const amounts = amountsOf(group).find((one) => one.currency === currency);
      return amounts === undefined ? null : numberAt({ ...amounts }, 'costMinor');
    },
  }));

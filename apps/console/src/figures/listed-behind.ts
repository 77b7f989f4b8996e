import type { Search } from '../api/client';
import type { FigureAnswer, FigureGroup } from '../api/types';
import type { CasesSearch } from '../cases/cases-search';
import type { Group } from './column';
import { DIMENSIONS, OVERALL } from './servqual';
import { isSpan, spanEnd, type Span } from './spans';

/** Of what a number can be split by: what the list behind it can be asked for. */
const FILTERS = [
  ...['team', 'agent', 'priority', 'kind', 'category', 'channel', 'tier'],
  ...['promise', 'remedy', 'cause', 'currency', 'dimension'],
];

/** What of the question of a figure changes its numbers, and not what they are of. */
const NO_FILTERS: readonly string[] = ['by', 'zone', ...DIMENSIONS];

/**
 * What the list behind a figure is asked for to show what a number of it counts; undefined where it can't be asked for just that: what is
 * with nobody, or is of no dimension.
 */
export function listedBehind(
  { by, range }: Pick<FigureAnswer<Group>, 'by' | 'range'>,
  { group, startsAt }: FigureGroup,
  behind: Search,
  question: Search,
): CasesSearch | undefined {
  const of =
    by === null
      ? {}
      : isSpan(by)
        ? spanOf(by)
        : FILTERS.includes(by) && group !== null && group !== OVERALL
          ? { [by]: group }
          : undefined;
  if (of === undefined) return undefined;
  const { from, to } = range;
  const asked = Object.entries(question).filter(([name]) => !NO_FILTERS.includes(name));
  const search: Search = { ...Object.fromEntries(asked), from, to, ...of, ...behind };
  return Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

  /** What of the span lies in the range: all are instants in UTC, so that the earlier one is the lesser text. */
  function spanOf(span: Span): Search {
    const start = startsAt ?? '';
    const end = new Date(spanEnd(Date.parse(start), span)).toISOString();
    const { from = start, to = end } = range;
    return { from: from > start ? from : start, to: to < end ? to : end };
  }
}

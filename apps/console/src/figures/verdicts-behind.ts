import type { Search } from '../api/client';
import type { FigureAnswer, FigureGroup } from '../api/types';
import type { CasesSearch } from '../cases/cases-search';
import type { Group } from './column';
import { isSpan, spanEnd, type Span } from './spans';

/** Of what a verdict is filed under: what the list behind it can be asked for. */
const FILTERS = ['team', 'agent', 'priority', 'kind', 'category', 'channel', 'tier'];

/**
 * What the list of cases is asked for to show the verdicts behind a number of the figure of verdicts; undefined where it can't be asked for
 * them: what is with nobody.
 */
export function verdictsBehind(
  { by, range }: Pick<FigureAnswer<Group>, 'by' | 'range'>,
  { group, startsAt }: FigureGroup,
  verdict: string,
  { by: _by, zone: _zone, ...asked }: Search,
): CasesSearch | undefined {
  const of =
    by === null
      ? {}
      : isSpan(by)
        ? spanOf(by)
        : FILTERS.includes(by) && group !== null
          ? { [by]: group }
          : undefined;
  if (of === undefined) return undefined;
  const search: Search = { ...asked, ...range, ...of, verdict, source: 'verdicts' };
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

import type { FigureAnswer, FigureGroup } from '../api/types';
import { dayOf } from '../ui/local-day';
import type { Group } from './column';

type Drawn = Group & FigureGroup;

/** More spans of time than this are not put in between. */
const MOST_SPANS = 1_000;

export type Span = 'hour' | 'day' | 'month';

export const isSpan = (by: string | null): by is Span => by === 'hour' || by === 'day' || by === 'month';

/** Where (ms since 1970) the next span of time begins after one, in the zone of this browser, which is that of the question. */
export function spanEnd(start: number, by: Span): number {
  // Hours are counted through, so that the one that comes twice is two, and of days and months the start is the next midnight.
  if (by === 'hour') return start + 3_600_000;
  if (by === 'day') return dayOf(start).to;
  const date = new Date(start);
  return new Date(date.getFullYear(), date.getMonth() + 1, 1).getTime();
}

/**
 * The groups of an answer in the order in which they are drawn: hours, days and months in which nothing was counted stand empty between the
 * others, so that a line does not jump over them. Without one as soon as there would be too many to be seen.
 */
export function drawnGroups({ by, groups }: Pick<FigureAnswer<Group>, 'by' | 'groups'>): readonly Drawn[] {
  if (!isSpan(by)) return groups;
  const drawn: Drawn[] = [];
  let next: number | undefined;
  for (const group of groups) {
    const start = Date.parse(group.startsAt ?? '');
    while (next !== undefined && next < start) {
      drawn.push({ group: null, startsAt: new Date(next).toISOString() });
      if (drawn.length > MOST_SPANS) return groups;
      next = spanEnd(next, by);
    }
    drawn.push(group);
    next = spanEnd(start, by);
  }
  return drawn;
}

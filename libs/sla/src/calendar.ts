import type { EpochMs, Interval } from './interval';

/** Names one published version of a calendar. */
export interface CalendarRef {
  readonly name: string;
  readonly version: number;
}

/** When clocks run: the open hours, as half-open intervals. A published version never changes. */
export interface Calendar extends CalendarRef {
  /** The open intervals that end after `from`, in order, disjoint; the first may begin before it; the last may never end. */
  openFrom(from: EpochMs): Iterable<Interval>;
}

/** Open always: 24 × 7. */
export const ROUND_THE_CLOCK: Calendar = {
  name: '24x7',
  version: 1,
  *openFrom() {
    yield { from: -Infinity, to: Infinity };
  },
};

const CALENDARS: ReadonlyMap<string, Calendar> = new Map([[ROUND_THE_CLOCK.name, ROUND_THE_CLOCK]]);

/** The calendar of that name, in the version named or else the newest; undefined where there is none. */
export function findCalendar(name: string, version?: number): Calendar | undefined {
  const calendar = CALENDARS.get(name);
  return version === undefined || calendar?.version === version ? calendar : undefined;
}

import type { Calendar, CalendarDays, HoursRule } from './calendar';
import type { CalendarDocument, SpecialDay } from './calendar-document';
import { DayCount, type CountedDay } from './day-count';
import { parseHours } from './hours';
import type { EpochMs, Interval } from './interval';
import { DAY_MS, dateOf, dayNumber, weekdayOf } from './local-date';
import { OpenTimes, search } from './open-times';
import { SlaError } from './sla-error';
import { WallClock } from './wall-clock';

const MINUTE_MS = 60_000;

/** Makes a calendar of a published document. Throws SlaError `calendar-malformed` where the document makes no sense. */
export const compileCalendar = (document: CalendarDocument): Calendar => new CompiledCalendar(plan(document));

class CompiledCalendar extends OpenTimes implements Calendar {
  readonly name: string;
  readonly version: number;
  readonly days: CalendarDays;

  constructor({ document, openings, midnights, horizon }: Plan) {
    super(merge(openings, horizon), horizon);
    this.name = document.name;
    this.version = document.version;
    this.days = {
      working: new DayCount(this, workingDays(openings, midnights, horizon)),
      calendar: new DayCount(new OpenTimes([horizon], horizon), calendarDays(midnights)),
      hoursAt: (edge, by) => {
        const end = by === 'opening' ? 'from' : 'to';
        const opening =
          openings[search(0, openings.length, (index) => (openings[index]?.[end] ?? edge) >= edge)];
        return opening?.[end] === edge ? opening.hours : undefined;
      },
      holidays: ({ from, to }) =>
        document.days.filter(({ date, hours }) => {
          const [begins = to, ends = to] = [0, 1].map((next) =>
            midnights.get((dayNumber(date) ?? NaN) + next),
          );
          return (
            begins < to && ends > from && hours.length === 0 && (weekly(document, date)?.length ?? 0) > 0
          );
        }),
    };
  }
}

/** One stretch of hours, as instants. */
interface Opening extends Interval {
  readonly day: number;
  readonly hours: HoursRule;
}

interface Plan {
  readonly document: CalendarDocument;
  readonly openings: readonly Opening[];
  /** The instant at which the date of a day begins. */
  readonly midnights: ReadonlyMap<number, EpochMs>;
  readonly horizon: Interval;
}

function plan(document: CalendarDocument): Plan {
  const first = dayOf(document, document.horizon.firstDay);
  const last = dayOf(document, document.horizon.lastDay);
  if (last < first) malformed(document, 'its horizon ends before it begins');
  const special = specialDays(document, first, last);
  const wall = new WallClock(document.zone);
  const midnights = new Map<number, EpochMs>();
  const openings: Opening[] = [];
  // The night shift of the day before reaches into the first.
  for (let day = first - 1; day <= last; day++) {
    const midnight = day * DAY_MS;
    midnights.set(day, wall.instantOf(midnight));
    for (const hours of hoursOf(document, day, special)) {
      const { from, to } = parseHours(hours.hours);
      const opening = {
        day,
        hours,
        from: wall.instantOf(midnight + from * MINUTE_MS),
        to: wall.instantOf(midnight + to * MINUTE_MS),
      };
      const before = openings.at(-1);
      if (before !== undefined && opening.from < before.to) {
        const [one, other] = [before, opening].map((of) => `${of.hours.hours} of ${of.hours.date}`);
        malformed(document, `${other ?? ''} begin before ${one ?? ''} end`);
      }
      // A day, or hours, that a zone skipped.
      if (opening.to > opening.from) openings.push(opening);
    }
  }
  midnights.set(last + 1, wall.instantOf((last + 1) * DAY_MS));
  const horizon = { from: midnights.get(first) ?? NaN, to: midnights.get(last + 1) ?? NaN };
  return { document, openings, midnights, horizon };
}

/** What is open, in one piece where hours meet, up to the end of the horizon. */
function merge(openings: readonly Opening[], horizon: Interval): readonly Interval[] {
  const merged: Interval[] = [];
  for (const opening of openings) {
    const [from, to] = [opening.from, Math.min(opening.to, horizon.to)];
    const before = merged.at(-1);
    if (before?.to === from) merged[merged.length - 1] = { from: before.from, to };
    else merged.push({ from, to });
  }
  return merged;
}

/** The days on which some hours begin, but for the last where its close is not known. */
function workingDays(
  openings: readonly Opening[],
  midnights: ReadonlyMap<number, EpochMs>,
  horizon: Interval,
): CountedDay[] {
  const days = new Map<number, CountedDay>();
  for (const { day, from, to } of openings) {
    const openMs = (days.get(day)?.openMs ?? 0) + to - from;
    days.set(day, { begins: midnights.get(day) ?? NaN, closes: to, openMs });
  }
  return [...days.values()].filter(({ closes }) => closes <= horizon.to);
}

function calendarDays(midnights: ReadonlyMap<number, EpochMs>): CountedDay[] {
  return [...midnights]
    .map(([day, begins]) => {
      const closes = midnights.get(day + 1) ?? begins;
      return { begins, closes, openMs: closes - begins };
    })
    .filter(({ openMs }) => openMs > 0);
}

function specialDays(
  document: CalendarDocument,
  first: number,
  last: number,
): ReadonlyMap<number, SpecialDay> {
  const special = new Map<number, SpecialDay>();
  for (const one of document.days) {
    const day = dayOf(document, one.date);
    if (special.has(day)) malformed(document, `${one.date} is named twice`);
    if (day < first || day > last) malformed(document, `${one.date} is outside its horizon`);
    special.set(day, one);
  }
  return special;
}

function hoursOf(
  document: CalendarDocument,
  day: number,
  special: ReadonlyMap<number, SpecialDay>,
): readonly HoursRule[] {
  const [date, weekday] = [dateOf(day), weekdayOf(day)];
  const ofWeek = document.weekly[weekday] ?? [];
  const own = special.get(day);
  if (own === undefined) return ofWeek.map((hours) => ({ rule: 'weekly', date, weekday, hours }));
  const rule = ofWeek.length === 0 ? 'make-up' : 'special-hours';
  const name = own.name === undefined ? {} : { name: own.name };
  return own.hours.map((hours) => ({ rule, date, weekday, ...name, hours }));
}

const weekly = (document: CalendarDocument, date: string): readonly string[] | undefined =>
  document.weekly[weekdayOf(dayNumber(date) ?? NaN)];

const dayOf = (document: CalendarDocument, date: string): number =>
  dayNumber(date) ?? malformed(document, `${JSON.stringify(date)} is no day; write it like 2026-02-28`);

function malformed({ name, version }: CalendarDocument, reason: string): never {
  throw new SlaError('calendar-malformed', `calendar ${name}, version ${String(version)}: ${reason}`);
}

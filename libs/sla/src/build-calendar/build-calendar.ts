import type { CalendarDocument, Horizon, SpecialDay, WeeklyHours } from '../calendar-document';
import { compileCalendar } from '../compile-calendar';
import { dayNumber, type LocalDate, type Weekday } from '../local-date';
import { SlaError } from '../sla-error';
import { storeZone } from './store-zone';

/** A calendar as people write it. */
export interface CalendarDefinition {
  readonly name: string;
  readonly description?: string;
  /** An IANA zone, such as `Europe/London`. */
  readonly zone: string;
  readonly horizon: Horizon;
  readonly weekly: WeeklyHours;
  /** Days on which it is closed, with what they are called. */
  readonly holidays?: Readonly<Record<LocalDate, string>>;
  /** Days with hours of their own: half days, make-up working days. */
  readonly days?: Readonly<Record<LocalDate, OwnHours>>;
}

export interface OwnHours {
  readonly name?: string;
  /** The hours, or the day of the week whose hours it has. */
  readonly hours: readonly string[] | Weekday;
}

/**
 * Makes the document that is published as a version of a calendar. Here, and never again, is the time-zone database asked: the changes of
 * the zone's offset over the horizon are written into the document.
 * @throws SlaError `calendar-malformed`, `zone-unknown`
 */
export function buildCalendar(definition: CalendarDefinition, version: number): CalendarDocument {
  const { name, description, zone, horizon, weekly } = definition;
  const document: CalendarDocument = {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    zone: storeZone(zone, dayOf(definition, horizon.firstDay), dayOf(definition, horizon.lastDay)),
    horizon,
    weekly,
    days: specialDays(definition),
  };
  compileCalendar(document);
  return document;
}

function specialDays(definition: CalendarDefinition): readonly SpecialDay[] {
  const { holidays = {}, days = {} } = definition;
  const closed = Object.entries(holidays).map(([date, name]): SpecialDay => ({ date, name, hours: [] }));
  const own = Object.entries(days).map(([date, { name, hours }]): SpecialDay => ({
    date,
    ...(name === undefined ? {} : { name }),
    hours: typeof hours === 'string' ? hoursOf(definition, hours) : hours,
  }));
  return [...closed, ...own].sort((a, b) => (a.date < b.date ? -1 : 1));
}

const hoursOf = (definition: CalendarDefinition, weekday: Weekday): readonly string[] =>
  definition.weekly[weekday] ?? malformed(definition, `${weekday} has no hours that a day could have`);

const dayOf = (definition: CalendarDefinition, date: LocalDate): number =>
  dayNumber(date) ?? malformed(definition, `${JSON.stringify(date)} is no day; write it like 2026-02-28`);

function malformed({ name }: CalendarDefinition, reason: string): never {
  throw new SlaError('calendar-malformed', `calendar ${name}: ${reason}`);
}

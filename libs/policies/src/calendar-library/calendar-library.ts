import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, toIso, type RecordedEvent } from '@redress/kernel';
import type { CalendarRef } from '@redress/sla';
import { calendarsAfter, type CalendarLifeEvent, type CalendarVersion } from '../calendar/calendar-decider';
import { writeCalendar } from '../calendar/write-calendar';
import { CALENDAR_STREAMS, calendarStream } from '../events';
import type {
  CalendarSummary,
  CalendarVersionSummary,
  CalendarVersionView,
  CalendarView,
} from './calendar-library.dto';

type Told<Type extends CalendarLifeEvent['type']> = RecordedEvent<Extract<CalendarLifeEvent, { type: Type }>>;

/**
 * What there is of calendars, read from their streams: they are short, and nothing is newer. All throw DomainError `not-found` where there
 * is no such thing.
 */
@Injectable()
export class CalendarLibrary {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async list(): Promise<readonly CalendarSummary[]> {
    const streams = await this.store.streamNames(CALENDAR_STREAMS);
    return Promise.all(
      streams.map(async (stream) => summaryOf(calendarsAfter(await this.store.readStream(stream)))),
    );
  }

  async calendar(name: string): Promise<CalendarView> {
    const history = await this.#history(name);
    const versions = calendarsAfter(history);
    return { ...summaryOf(versions), history: versions.map((one) => publicationOf(one, history)) };
  }

  async version({ name, version }: CalendarRef): Promise<CalendarVersionView> {
    const history = await this.#history(name);
    const found = calendarsAfter(history).find((one) => one.version === version);
    if (found === undefined) throw notFound();
    const { description = null, zone, weekly, days } = found;
    return {
      name,
      publication: publicationOf(found, history),
      description,
      zone: zone.name,
      weekly,
      days: days.map(({ date, name: called = null, hours }) => ({ date, name: called, hours })),
      yaml: writeCalendar(found),
    };
  }

  async #history(name: string): Promise<readonly RecordedEvent[]> {
    const history = await this.store.readStream(calendarStream(name));
    if (history.length === 0) throw notFound();
    return history;
  }
}

function summaryOf(versions: readonly CalendarVersion[]): CalendarSummary {
  const newest = versions.findLast(({ withdrawnAt }) => withdrawnAt === undefined);
  if (newest === undefined) throw notFound();
  const { name, version, zone } = newest;
  return { name, versions: versions.length, newest: version, zone: zone.name };
}

const isOf =
  <Type extends CalendarLifeEvent['type']>(type: Type) =>
  (event: RecordedEvent): event is Told<Type> =>
    event.type === type;

function publicationOf(
  { version, horizon }: CalendarVersion,
  history: readonly RecordedEvent[],
): CalendarVersionSummary {
  const published = history.filter(isOf('CalendarPublished')).find(({ data }) => data.version === version);
  const withdrawn = history.filter(isOf('CalendarWithdrawn')).find(({ data }) => data.version === version);
  if (published === undefined) throw notFound();
  return {
    version,
    horizon,
    publishedAt: toIso(published.occurredAt),
    publishedBy: published.actor.id,
    withdrawnAt: withdrawn === undefined ? null : toIso(withdrawn.occurredAt),
    withdrawnBy: withdrawn?.actor.id ?? null,
    withdrawnBecause: withdrawn?.data.reason ?? null,
  };
}

const notFound = (): DomainError =>
  new DomainError('not-found', 'not-found', 'There is nothing under this id.');

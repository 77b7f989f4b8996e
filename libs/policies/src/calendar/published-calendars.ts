import type { EventStore } from '@redress/event-store';
import { addCalendar, CalendarUnknown, findCalendar, withdrawCalendar, type CalendarRef } from '@redress/sla';
import { calendarStream, CALENDAR_STREAMS } from '../events';
import { calendarsAfter, type CalendarVersion } from './calendar-decider';

/**
 * Makes every version of every calendar published so far known to the algebra. At a start, so that the folds need not stop for each; those
 * that are published later are learnt when something names them.
 */
export async function learnCalendars(store: EventStore): Promise<void> {
  for (const stream of await store.streamNames(CALENDAR_STREAMS)) await learnFrom(store, stream);
}

/** Makes the published versions of one calendar known. Gives them, in order. */
export const learnCalendar = (store: EventStore, name: string): Promise<readonly CalendarVersion[]> =>
  learnFrom(store, calendarStream(name));

/** Makes those of the calendars known that are not, as far as they were published. Reads nothing where all of them are. */
export async function knowCalendars(store: EventStore, calendars: Iterable<CalendarRef>): Promise<void> {
  for (const { name, version } of calendars) {
    if (findCalendar(name, version) === undefined) await learnCalendar(store, name);
  }
}

/**
 * For whoever keeps read models: learns the calendar for want of which a fold has failed. True where it is known now. The event that names a
 * calendar may come by before the one that publishes it, but in the store the calendar is there first.
 */
export const learnMissingCalendar =
  (store: EventStore) =>
  async (thrown: unknown): Promise<boolean> => {
    if (!(thrown instanceof CalendarUnknown)) return false;
    const { name, version } = thrown.calendar;
    await knowCalendars(store, [{ name, version }]);
    return findCalendar(name, version) !== undefined;
  };

async function learnFrom(store: EventStore, stream: string): Promise<readonly CalendarVersion[]> {
  const versions = calendarsAfter(await store.readStream(stream));
  for (const { withdrawnAt, ...document } of versions) {
    addCalendar(document);
    if (withdrawnAt !== undefined) withdrawCalendar(document);
  }
  return versions;
}

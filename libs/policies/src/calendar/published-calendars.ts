import type { EventStore } from '@redress/event-store';
import { addCalendar, type CalendarDocument } from '@redress/sla';
import { calendarStream, CALENDAR_STREAMS } from '../events';

/**
 * Makes every published version of every calendar known to the algebra. Before any clock fact is folded: whoever folds one asks for the
 * calendar that it names, and can't wait for it.
 */
export async function learnCalendars(store: EventStore): Promise<void> {
  for (const stream of await store.streamNames(CALENDAR_STREAMS)) await learnFrom(store, stream);
}

/** Makes the published versions of one calendar known. */
export const learnCalendar = (store: EventStore, name: string): Promise<void> =>
  learnFrom(store, calendarStream(name));

async function learnFrom(store: EventStore, stream: string): Promise<void> {
  for (const { data } of await store.readStream(stream)) addCalendar(data as CalendarDocument);
}

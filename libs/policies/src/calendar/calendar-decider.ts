import { isDeepStrictEqual } from 'node:util';
import type { Decider, EpochMs } from '@redress/kernel';
import type { CalendarDocument } from '@redress/sla';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import type { CalendarPublished } from '../events';

/** A calendar to be published as it is defined. */
export interface CalendarOrder {
  readonly definition: CalendarDefinition;
  readonly now: EpochMs;
}

/**
 * Publishes a new version where the definition says something else than the newest one. It is built here: with what this runtime knows of
 * the zone, once and for all. The same definition under newer zone data is no new version, so that processes on different runtimes do
 * not take turns in publishing; whoever wants the newer data publishes another horizon. Throws SlaErrors as `buildCalendar` does.
 */
export const calendarDecider: Decider<CalendarDocument | undefined, CalendarOrder, CalendarPublished> = {
  initial: undefined,
  decide({ definition, now }, newest) {
    const built = buildCalendar(definition, (newest?.version ?? 0) + 1);
    if (newest !== undefined && isDeepStrictEqual(saidBy(built), saidBy(newest))) return [];
    return [{ type: 'CalendarPublished', version: 1, occurredAt: now, data: built }];
  },
  evolve: (_, event) => event.data,
};

/** What people have said in it. */
const saidBy = ({ version: _, zone, ...said }: CalendarDocument) => ({ ...said, zone: zone.name });

import { isDeepStrictEqual } from 'node:util';
import type { Decider, EpochMs } from '@redress/kernel';
import type { CalendarDocument } from '@redress/sla';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import type { CalendarPublished } from '../events';

/** A calendar to be published as it is defined. */
export interface CalendarOrder {
  readonly definition: CalendarDefinition;
  readonly now: EpochMs;
  /** Whether a definition that says what an earlier version said becomes a new version. Default true. */
  readonly mayGoBack?: boolean;
}

/**
 * Publishes a new version where the definition says something else than the newest one. It is built here: with what this runtime knows of
 * the zone, once and for all. The same definition under newer zone data is no new version, so that processes on different runtimes do
 * not take turns in publishing; whoever wants the newer data publishes another horizon. The state is all versions, in order. Throws
 * SlaErrors as `buildCalendar` does.
 */
export const calendarDecider: Decider<readonly CalendarDocument[], CalendarOrder, CalendarPublished> = {
  initial: [],
  decide({ definition, now, mayGoBack = true }, versions) {
    const newest = versions.at(-1);
    const built = buildCalendar(definition, (newest?.version ?? 0) + 1);
    const alike = versions.findLast((version) => saysTheSame(version, built));
    if (alike !== undefined && (alike === newest || !mayGoBack)) return [];
    return [{ type: 'CalendarPublished', version: 1, occurredAt: now, data: built }];
  },
  evolve: (versions, event) => [...versions, event.data],
};

/** Whether two versions say the same, as far as people have said it. */
export const saysTheSame = (one: CalendarDocument, other: CalendarDocument): boolean =>
  isDeepStrictEqual(saidBy(one), saidBy(other));

const saidBy = ({ version: _, zone, ...said }: CalendarDocument) => ({ ...said, zone: zone.name });

import { isDeepStrictEqual } from 'node:util';
import { DomainError, type Decider, type EpochMs, type RecordedEvent } from '@redress/kernel';
import type { CalendarDocument } from '@redress/sla';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import type { CalendarPublished, CalendarWithdrawn } from '../events';

/** Every event of the stream of a calendar. */
export type CalendarLifeEvent = CalendarPublished | CalendarWithdrawn;

/** A version of a calendar. It is withdrawn where policies that are published take the one before it. */
export type CalendarVersion = CalendarDocument & { readonly withdrawnAt?: EpochMs };

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
export const calendarDecider = {
  initial: [] as readonly CalendarVersion[],
  decide(
    { definition, now, mayGoBack = true }: CalendarOrder,
    versions: readonly CalendarVersion[],
  ): readonly CalendarPublished[] {
    const newest = versions.at(-1);
    const built = buildCalendar(definition, (newest?.version ?? 0) + 1);
    const alike = versions.findLast((version) => saysTheSame(version, built));
    const isNewest = alike === newest && newest?.withdrawnAt === undefined;
    if (alike !== undefined && (isNewest || !mayGoBack)) return [];
    return [{ type: 'CalendarPublished', version: 1, occurredAt: now, data: built }];
  },
  evolve: evolveCalendar,
} satisfies Decider<readonly CalendarVersion[], CalendarOrder, CalendarLifeEvent>;

/** A version of a calendar to be withdrawn. */
export interface CalendarWithdrawal {
  readonly version: number;
  readonly reason?: string;
  readonly now: EpochMs;
}

/**
 * Withdraws a version: policies that are published from then on take the one before it, those that name it keep it. Throws DomainErrors
 * `not-found`, and `last-version` where no other would be left.
 */
export const calendarWithdrawalDecider: Decider<
  readonly CalendarVersion[],
  CalendarWithdrawal,
  CalendarLifeEvent
> = {
  initial: [],
  decide({ version, reason, now }, versions) {
    const found = versions.find((one) => one.version === version);
    if (found === undefined)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    if (found.withdrawnAt !== undefined) return [];
    if (versions.filter(({ withdrawnAt }) => withdrawnAt === undefined).length === 1) {
      throw new DomainError(
        'illegal',
        'last-version',
        'It is the only version that is left: policies could name none. Publish another one first.',
      );
    }
    const data = { name: found.name, version, ...(reason === undefined ? {} : { reason }) };
    return [{ type: 'CalendarWithdrawn', version: 1, occurredAt: now, data }];
  },
  evolve: evolveCalendar,
};

/** Folds one event of the stream of a calendar. */
export function evolveCalendar(
  versions: readonly CalendarVersion[],
  event: CalendarLifeEvent,
): readonly CalendarVersion[] {
  if (event.type === 'CalendarPublished') return [...versions, event.data];
  return versions.map((one) =>
    one.version === event.data.version ? { ...one, withdrawnAt: event.occurredAt } : one,
  );
}

/** Whether two versions say the same, as far as people have said it. */
export const saysTheSame = (one: CalendarVersion, other: CalendarVersion): boolean =>
  isDeepStrictEqual(saidBy(one), saidBy(other));

const saidBy = ({ version: _, withdrawnAt: __, zone, ...said }: CalendarVersion) => ({
  ...said,
  zone: zone.name,
});

/** The versions that the events of a stream of a calendar come to. */
export const calendarsAfter = (history: readonly RecordedEvent[]): readonly CalendarVersion[] =>
  // The stream of a calendar holds its own events only.
  history.reduce<readonly CalendarVersion[]>(
    (versions, event) => evolveCalendar(versions, event as CalendarLifeEvent),
    [],
  );

import type { EventStore } from '@redress/event-store';
import type { RecordedEvent } from '@redress/kernel';
import type { VersionRef } from '../domain/versioned-document';
import { policyStream, type PolicyPublished } from '../events';
import type { PolicyShelf } from './shelves';

/** What a look for a missed publication needs. */
interface PublicationSources {
  readonly shelf: PolicyShelf;
  readonly store: EventStore;
}

/**
 * The newest publication of a later version for open cases that stood on the log before an event by which something fell under `pinned`;
 * undefined where there is none. Who decided that knew what was published a second before, and its append may have taken any time: the log
 * alone says which came first.
 */
export async function missedPublication(
  pinned: VersionRef,
  event: Pick<RecordedEvent, 'position'>,
  { shelf, store }: PublicationSources,
): Promise<PolicyPublished['data'] | undefined> {
  const standing = (await shelf.refresh(pinned.name)).filter(
    ({ version, scope, withdrawnAt }) =>
      version > pinned.version && scope === 'open-cases' && withdrawnAt === undefined,
  );
  if (standing.length === 0) return undefined;
  return (await store.readStream(policyStream(pinned.name)))
    .filter(({ type, position }) => type === 'PolicyPublished' && position < event.position)
    .map(({ data }) => data as PolicyPublished['data'])
    .findLast(({ version }) => standing.some((one) => one.version === version));
}

import type { EventStore } from '@redress/event-store';
import type { Recorded } from '@redress/kernel';
import type { VersionRef } from '../domain/versioned-document';
import { publicationStream, type PublicationProgressed } from '../events';

/** What is on record of how far a publication has come, the latest last; nothing before it began. */
export const progressOf = async (
  store: EventStore,
  publication: VersionRef,
): Promise<readonly Recorded<PublicationProgressed>[]> =>
  // The stream of a publication's progress holds nothing else.
  (await store.readStream(publicationStream(publication))) as unknown[] as Recorded<PublicationProgressed>[];

import type { EventFeed } from '@redress/event-feed';
import type { Decided } from '@redress/event-store';
import { encodeReadToken, type CommandOutcome } from '@redress/http';

/** What whoever has changed a document is answered. */
export const outcomeOf = (
  feed: EventFeed,
  id: string,
  { revision, position, partitionKey, changed }: Decided,
): CommandOutcome => ({
  id,
  revision,
  readToken: encodeReadToken({ partition: feed.partitionOf(partitionKey), position }),
  changed,
});

import type { EventStore } from '@redress/event-store';
import type { Position } from '@redress/kernel';
import type { EventFeed } from './event-feed';

/** How many events are read at once. */
const READ_EVENTS = 1_000;

/**
 * Where the log ends, by partition: what a subscriber must have handled to have seen everything. Reads on from where it was asked last, so
 * it is for those who ask again and again from the start of the data, or on small data: a virtual clock, a replay, a test.
 */
export class LogEnds {
  readonly #ends = new Map<number, Position>();
  #readUpTo: Position | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly feed: Pick<EventFeed, 'partitionOf'>,
  ) {}

  /** The last position of each partition that has any. */
  async now(): Promise<ReadonlyMap<number, Position>> {
    for (;;) {
      const after = this.#readUpTo === undefined ? {} : { after: this.#readUpTo };
      const events = await this.store.readAll({ ...after, limit: READ_EVENTS });
      for (const { partitionKey, position } of events)
        this.#ends.set(this.feed.partitionOf(partitionKey), position);
      this.#readUpTo = events.at(-1)?.position ?? this.#readUpTo;
      if (events.length < READ_EVENTS) return this.#ends;
    }
  }
}

import type { EventStore } from '@redress/event-store';
import type { Backoff } from '@redress/kernel';
import type { EventFeed, FeedFailure, Subscriber, Subscription } from '../event-feed';
import { partitionFor } from '../partition';
import { LocalSubscription } from './local-subscription';
import { LogReader } from './log-reader';
import { LogTail } from './log-tail';

export interface LocalEventFeedOptions {
  /** Fixed for the life of the data: checkpoints are kept by partition. */
  readonly partitions: number;
  /** The most events that one call of `handle` gets; default 500. */
  readonly batchSize?: number;
  /** The most events that are read ahead for one subscriber; default 4,000. */
  readonly readAheadEvents?: number;
  /** How many of the newest events are held for all subscribers together; default 5,000. */
  readonly tailEvents?: number;
  /** Machine time between two looks at the head of a quiet log, in ms; default 2,000. `caughtUpAt` is as exact as that. */
  readonly idleCheckMs?: number;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  /** Told of everything that is going to be tried again; for the log. */
  readonly onFailure?: (failure: FeedFailure) => void;
}

/**
 * The feed within one process: virtual partitions over `store.follow`. All subscribers share one tail of the log; who is further
 * back (new, slow or retrying) reads the store by himself until he has caught up.
 *
 * The partitions of a subscriber are handled at the same time, each in order. Memory is bounded: reading waits for handling, and a
 * partition that was refused keeps nothing read ahead. A group has one subscriber at a time.
 */
export class LocalEventFeed implements EventFeed {
  readonly partitions: number;
  readonly #tail: LogTail;
  readonly #log: LogReader;
  readonly #subscriptions = new Map<string, LocalSubscription>();
  #closed = false;

  constructor(
    store: EventStore,
    private readonly options: LocalEventFeedOptions,
  ) {
    this.partitions = options.partitions;
    const partitionOf = (partitionKey: string): number => this.partitionOf(partitionKey);
    this.#tail = new LogTail(store, {
      partitionOf,
      keepEvents: options.tailEvents ?? 5_000,
      batchSize: CHUNK_EVENTS,
      idleCheckMs: options.idleCheckMs ?? 2_000,
      backoff: this.#backoff,
      onFailure: (error) => options.onFailure?.({ error }),
      onNews: () => {
        for (const subscription of this.#subscriptions.values()) subscription.wake();
      },
    });
    this.#log = new LogReader(store, this.#tail, { partitionOf, chunkSize: CHUNK_EVENTS, keepChunks: 8 });
  }

  get #backoff(): Backoff {
    return this.options.backoff ?? { firstMs: 50, maxMs: 5_000 };
  }

  partitionOf(partitionKey: string): number {
    return partitionFor(partitionKey, this.partitions);
  }

  /** Throws where the group has a subscriber already, or the feed is closed. */
  subscribe(subscriber: Subscriber): Subscription {
    const { group } = subscriber;
    if (this.#closed) throw new Error(`the feed is closed: ${group} can't subscribe`);
    if (this.#subscriptions.has(group)) throw new Error(`${group} has a subscriber already`);
    this.#tail.start();
    const subscription = new LocalSubscription(subscriber, this.#log, {
      partitions: this.partitions,
      batchSize: this.options.batchSize ?? 500,
      readAheadEvents: this.options.readAheadEvents ?? 4_000,
      backoff: this.#backoff,
      onFailure: (partition, failures, error) =>
        this.options.onFailure?.({ group, partition, failures, error }),
    });
    this.#subscriptions.set(group, subscription);
    return {
      caughtUpAt: () => subscription.caughtUpAt(),
      partitions: () => subscription.partitions(),
      stop: async () => {
        await subscription.stop();
        if (this.#subscriptions.get(group) === subscription) this.#subscriptions.delete(group);
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions.values()].map((subscription) => subscription.stop()));
    this.#subscriptions.clear();
    await this.#tail.stop();
  }
}

/** How many events are read at once. */
const CHUNK_EVENTS = 1_000;

import type { EventStore } from '@redress/event-store';
import { KafkaClient, openTopic, type KafkaConnection, type TopicIdentity } from '@redress/kafka';
import type { Backoff } from '@redress/kernel';
import type { EventFeed, FeedFailure, Subscriber, Subscription } from '../event-feed';
import { partitionFor } from '../partition';
import { KafkaSubscription } from './kafka-subscription';
import { PartitionLog } from './partition-log';
import { SharedReader } from './shared-reader';
import { lastRecords } from './topic-of-store';

export interface KafkaEventFeedOptions extends KafkaConnection {
  readonly topic: string;
  /** Where the events of the topic were recorded. With it a topic that holds others is refused. */
  readonly store?: Pick<EventStore, 'readStream'>;
  /** What consumer groups are called before the name of the subscriber's group; default `redress.`. */
  readonly groupPrefix?: string;
  /** The most events that one call of `handle` gets; default 500. */
  readonly batchSize?: number;
  /** The most bytes of a partition that one read brings, unless a single batch of the relay is larger; default 256 KiB. */
  readonly fetchBytes?: number;
  /** How long a read waits for news while all is quiet, in ms; default 1,000. `caughtUpAt` is as exact as that. */
  readonly idleWaitMs?: number;
  /**
   * For a subscriber who was at the end of the topic at `by`: the latest machine time of which he has then handled everything that was in
   * the store; undefined where nobody knows (see RelayProgress). Without it `caughtUpAt` speaks of the topic's end, however far the relay
   * is behind.
   */
  readonly publishedAt?: (by: number) => number | undefined;
  /** How long a member may be silent before others get its partitions, in ms; default 10,000. The brokers set bounds to it. */
  readonly sessionTimeoutMs?: number;
  /** How long others wait for a member to finish its batches in hand, in ms; default 60,000. */
  readonly rebalanceTimeoutMs?: number;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  /** Told of everything that is going to be tried again; for the log. */
  readonly onFailure?: (failure: FeedFailure) => void;
  /** Told of each record that is no event and was passed over; for the log. Somebody else writes to the topic. */
  readonly onForeign?: (found: FeedFailure) => void;
}

/**
 * The feed from Kafka: the topic that a KafkaRelay fills, one consumer group for each subscriber. The members of a group, in any number of
 * processes, share the partitions; where each goes on is what its subscriber says, and Kafka's own committed offsets are only a hint of
 * where in the partition that is. What they read is fetched and decoded once in each process.
 */
export class KafkaEventFeed implements EventFeed {
  readonly #subscriptions = new Map<string, KafkaSubscription>();
  readonly #reader: SharedReader;
  #closed = false;

  private constructor(
    private readonly identity: TopicIdentity,
    private readonly options: KafkaEventFeedOptions,
  ) {
    this.#reader = new SharedReader({
      connection: options,
      topic: options.topic,
      identity,
      fetchBytes: options.fetchBytes ?? 256 * 1024,
      idleWaitMs: options.idleWaitMs ?? 1_000,
    });
  }

  /** Looks at the topic. Throws TopicRefused where there is none, or it holds events that the store does not have. */
  static async open(options: KafkaEventFeedOptions): Promise<KafkaEventFeed> {
    const { topic, store } = options;
    const client = new KafkaClient(options);
    try {
      const identity = await openTopic(client, topic);
      if (store !== undefined)
        await lastRecords(new PartitionLog(client, topic), identity.partitions, { topic, store });
      return new KafkaEventFeed(identity, options);
    } finally {
      await client.close();
    }
  }

  get partitions(): number {
    return this.identity.partitions;
  }

  partitionOf(partitionKey: string): number {
    return partitionFor(partitionKey, this.partitions);
  }

  /** Throws where the group has a subscriber in this process already, or the feed is closed. */
  subscribe(subscriber: Subscriber): Subscription {
    const { group } = subscriber;
    if (this.#closed) throw new Error(`the feed is closed: ${group} can't subscribe`);
    if (this.#subscriptions.has(group)) throw new Error(`${group} has a subscriber already`);
    const { options, identity } = this;
    const subscription = new KafkaSubscription(subscriber, {
      connection: options,
      topic: options.topic,
      identity,
      groupId: `${options.groupPrefix ?? 'redress.'}${group}`,
      batchSize: options.batchSize ?? 500,
      reader: this.#reader,
      publishedAt: options.publishedAt ?? ((by) => by),
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 60_000,
      backoff: options.backoff ?? { firstMs: 50, maxMs: 5_000 },
      onFailure: (partition, failures, error) => options.onFailure?.({ group, partition, failures, error }),
      onForeign: (partition, error) => options.onForeign?.({ group, partition, error }),
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
    await this.#reader.closed();
  }
}

import {
  GroupMembership,
  KafkaClient,
  mustBeSame,
  openTopic,
  type CommittedOffset,
  type KafkaConnection,
  type TopicIdentity,
} from '@redress/kafka';
import { backOff, type Backoff } from '@redress/kernel';
import type { Subscriber, Subscription } from '../event-feed';
import type { NotAnEvent } from './event-record';
import { Lane } from './lane';
import { PartitionLog } from './partition-log';
import type { Attendance, SharedReader } from './shared-reader';

export interface SubscriptionOptions {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly identity: TopicIdentity;
  readonly groupId: string;
  readonly batchSize: number;
  /** Reads for all subscribers of the process. */
  readonly reader: SharedReader;
  readonly publishedAt: (by: number) => number | undefined;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly backoff: Backoff;
  readonly onFailure: (partition: number | undefined, failures: number, error: unknown) => void;
  readonly onForeign: (partition: number, error: NotAnEvent) => void;
}

/** How often the places that were reached are noted with Kafka, in ms. */
const NOTE_EVERY_MS = 5_000;

/**
 * One subscriber as a member of its consumer group. It holds a session: connections, a membership, and a lane for each partition that is
 * its own; what goes wrong with the connections ends the session, and another one is opened. Handling goes on through a lost session only
 * for the batches in hand.
 */
export class KafkaSubscription implements Subscription {
  readonly #stop = new AbortController();
  readonly #membership: GroupMembership;
  readonly #running: Promise<void>;
  #lanes: readonly Lane[] = [];
  #beatAt: number | undefined;
  /** What it said last of how far it is, and of which partitions. */
  #caughtUp: { readonly at: number; readonly partitions: readonly number[] } | undefined;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly options: SubscriptionOptions,
  ) {
    this.#membership = new GroupMembership({ ...options, partitions: options.identity.partitions });
    this.#running = this.#run();
  }

  caughtUpAt(): number | undefined {
    const partitions = this.partitions();
    const before = this.#caughtUp;
    // Of a partition that it has taken over nothing is known yet: its former owner may have been far behind.
    if (before !== undefined && !partitions.every((partition) => before.partitions.includes(partition)))
      this.#caughtUp = undefined;
    const atEnd = this.#atEndOfTopic();
    const at = atEnd === undefined ? undefined : this.options.publishedAt(atEnd);
    if (at !== undefined && at >= (this.#caughtUp?.at ?? 0)) this.#caughtUp = { at, partitions };
    return this.#caughtUp?.at;
  }

  partitions(): readonly number[] {
    return this.#isStopped() ? [] : this.#lanes.map(({ partition }) => partition);
  }

  /** The machine time at which it had last handled all that was in the topic. */
  #atEndOfTopic(): number | undefined {
    // Who has no share has handled all of it.
    const times = this.#lanes.length === 0 ? [this.#beatAt] : this.#lanes.map((lane) => lane.caughtUpAt);
    const known = times.filter((time) => time !== undefined);
    return known.length === times.length ? Math.min(...known) : undefined;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    // At once: what they have in hand may be finished before the session hears of it.
    for (const lane of this.#lanes) lane.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { backoff, onFailure } = this.options;
    let failures = 0;
    while (!this.#isStopped()) {
      const client = new KafkaClient(this.options.connection);
      try {
        await this.#session(client, () => (failures = 0));
      } catch (error) {
        if (!this.#isStopped()) onFailure(undefined, ++failures, error);
      }
      await client.close();
      if (!this.#isStopped()) await backOff(backoff, failures, this.#stop.signal);
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #session(client: KafkaClient, onJoined: () => void): Promise<void> {
    const { topic, identity } = this.options;
    mustBeSame(topic, identity, await openTopic(client, topic));
    while (!this.#isStopped()) {
      const partitions = await this.#joined(client);
      onJoined();
      const notes = await this.#membership.committed(partitions);
      const share = new Share(client, partitions, notes, this.subscriber, this.options);
      this.#lanes = share.lanes;
      const over = new AbortController();
      try {
        await Promise.race([
          share.failed,
          this.#membership.keep(AbortSignal.any([this.#stop.signal, over.signal]), () => {
            this.#beatAt = Date.now();
            if (share.isNoteDue()) this.#membership.commit(share.takeNotes()).catch(() => undefined);
          }),
        ]);
      } finally {
        over.abort();
        await this.#membership.keepUntil(share.end());
      }
      await this.#membership.commit(share.takeNotes()).catch(() => undefined);
    }
    await this.#membership.leave();
  }

  /** Joining waits for the other members: who is told to stop meanwhile breaks it off. */
  async #joined(client: KafkaClient): Promise<readonly number[]> {
    const breakOff = (): void => void client.close();
    this.#stop.signal.addEventListener('abort', breakOff);
    try {
      return await this.#membership.join(client);
    } finally {
      this.#stop.signal.removeEventListener('abort', breakOff);
    }
  }
}

/** The partitions that a member has between two rebalances: a lane for each, for which the topic is read. */
class Share {
  readonly lanes: readonly Lane[];
  /** Rejects when reading fails, for other reasons than one partition's. */
  readonly failed: Promise<never>;
  readonly #attendance: Attendance;
  readonly #lanesDone: Promise<unknown>;
  #notedAt = Date.now();

  constructor(
    client: KafkaClient,
    partitions: readonly number[],
    notes: readonly CommittedOffset[],
    subscriber: Subscriber,
    options: SubscriptionOptions,
  ) {
    const log = new PartitionLog(client, options.topic);
    let fail: (error: unknown) => void = () => undefined;
    this.failed = new Promise((_, reject) => (fail = reject));
    // It may fail while nobody looks: at the end of the share.
    this.failed.catch(() => undefined);
    this.lanes = partitions.map(
      (partition) =>
        new Lane(
          partition,
          {
            ...options,
            subscriber,
            log,
            topicId: options.identity.topicId,
            partitions: options.identity.partitions,
            onNews: (lane) => {
              this.#attendance.wake(lane);
            },
          },
          notes.find((note) => note.partition === partition),
        ),
    );
    this.#attendance = options.reader.attend({ readers: this.lanes, onFailure: fail });
    this.#lanesDone = Promise.all(this.lanes.map((lane) => lane.run()));
  }

  isNoteDue(): boolean {
    return Date.now() >= this.#notedAt + NOTE_EVERY_MS;
  }

  takeNotes(): readonly CommittedOffset[] {
    this.#notedAt = Date.now();
    return this.lanes.map((lane) => lane.takeNote()).filter((note) => note !== undefined);
  }

  /** Finishes the batches in hand. What is being read is not waited for. */
  async end(): Promise<void> {
    for (const lane of this.lanes) lane.stop();
    this.#attendance.leave();
    await this.#lanesDone;
  }
}

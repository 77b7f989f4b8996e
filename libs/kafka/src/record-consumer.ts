import { backOff, type Backoff } from '@redress/kernel';
import { GroupMembership } from './group-membership';
import { KafkaClient, type KafkaConnection } from './kafka-client';
import { RecordShare, type ConsumedRecord } from './record-share';
import { openTopic } from './topic';
import { TopicLog } from './topic-log';

export interface RecordConsumerOptions extends KafkaConnection {
  readonly topic: string;
  readonly groupId: string;
  /**
   * Called with each record, one after the other in each partition, and again where it rejects. It may get a record twice: after a crash, or
   * where the group shares out anew.
   */
  readonly handle: (record: ConsumedRecord) => Promise<void>;
  /** The most bytes of a partition that one read brings, unless a single batch is larger; default 256 KiB. */
  readonly fetchBytes?: number;
  /** How long a read waits for news while all is quiet, in ms; default 1,000. */
  readonly idleWaitMs?: number;
  /** How long a member may be silent before others get its partitions, in ms; default 10,000. The brokers set bounds to it. */
  readonly sessionTimeoutMs?: number;
  /** How long others wait for a member to finish its records in hand, in ms; default 60,000. */
  readonly rebalanceTimeoutMs?: number;
  /** Machine time before a retry, in ms; by default from 50 doubling to 5,000. */
  readonly backoff?: Backoff;
  readonly report?: (report: ConsumerReport) => void;
}

/** What happens to a consumer; for the log. Records are named by their place, for what they hold may be personal. */
export type ConsumerReport =
  | { readonly kind: 'sharing'; readonly partitions: readonly number[] }
  /** What had been kept too short a time, or was lost with the topic, is passed over. */
  | { readonly kind: 'missing'; readonly partition: number; readonly from: number; readonly to: number }
  /** Tried again. */
  | {
      readonly kind: 'failed';
      readonly record?: { readonly partition: number; readonly offset: string };
      readonly failures: number;
      readonly error: unknown;
    };

export interface ConsumerStatus {
  /** The partitions that it has now; undefined while it is not in its group. */
  readonly partitions: readonly number[] | undefined;
  /** How many records wait in them, as far as was read. */
  readonly behind: number;
  /** Why it does not go on: the last failure, until it went on again. */
  readonly error: unknown;
}

/**
 * Reads a topic at least once, for those who recognise a record that they were given before. The members of a group, in any number of
 * processes, share its partitions; up to where one was handled is noted with Kafka at every heartbeat, and when it is handed on.
 */
export class RecordConsumer {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #membership: { readonly of: GroupMembership; readonly partitions: number } | undefined;
  #share: RecordShare | undefined;
  #partitions: readonly number[] | undefined;
  #error: unknown;

  private constructor(private readonly options: RecordConsumerOptions) {
    this.#running = this.#run();
  }

  static start(options: RecordConsumerOptions): RecordConsumer {
    return new RecordConsumer(options);
  }

  status(): ConsumerStatus {
    return { partitions: this.#partitions, behind: this.#share?.behind ?? 0, error: this.#error };
  }

  /** Finishes the records in hand, and leaves the group. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all([this.#share?.end(), this.#running]);
  }

  async #run(): Promise<void> {
    const { backoff = { firstMs: 50, maxMs: 5_000 }, report } = this.options;
    let failures = 0;
    while (!this.#isStopped()) {
      const client = new KafkaClient(this.options);
      try {
        await this.#session(client, () => (failures = 0));
      } catch (error) {
        if (!this.#isStopped()) {
          this.#error = error;
          report?.({ kind: 'failed', failures: ++failures, error });
        }
      }
      this.#partitions = undefined;
      await client.close();
      if (!this.#isStopped()) await backOff(backoff, failures, this.#stop.signal);
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #session(client: KafkaClient, onJoined: () => void): Promise<void> {
    const { topic } = this.options;
    const identity = await openTopic(client, topic);
    const membership = this.#membershipFor(identity.partitions);
    while (!this.#isStopped()) {
      const partitions = await this.#joined(membership, client);
      onJoined();
      this.#error = undefined;
      this.#partitions = partitions;
      this.options.report?.({ kind: 'sharing', partitions });
      const notes = await membership.committed(partitions);
      const share = this.#shareOf(client, partitions, notes, identity.topicId);
      this.#share = share;
      const over = new AbortController();
      try {
        await Promise.race([
          share.failed,
          membership.keep(AbortSignal.any([this.#stop.signal, over.signal]), () => {
            membership.commit(share.takeNotes()).catch(() => undefined);
          }),
        ]);
      } finally {
        over.abort();
        await membership.keepUntil(share.end());
      }
      await membership.commit(share.takeNotes()).catch(() => undefined);
    }
    await membership.leave();
  }

  #shareOf(
    client: KafkaClient,
    partitions: readonly number[],
    notes: Awaited<ReturnType<GroupMembership['committed']>>,
    topicId: string,
  ): RecordShare {
    const { topic, handle, fetchBytes = 256 * 1024, idleWaitMs = 1_000, report } = this.options;
    return new RecordShare(partitions, notes, {
      log: new TopicLog(client, topic),
      topicId,
      handle,
      fetchBytes,
      idleWaitMs,
      backoff: this.options.backoff ?? { firstMs: 50, maxMs: 5_000 },
      onFailure: ({ partition, offset }, failures, error) => {
        this.#error = error;
        report?.({ kind: 'failed', record: { partition, offset }, failures, error });
      },
      onMissing: (partition, from, to) => {
        report?.({ kind: 'missing', partition, from, to });
      },
    });
  }

  /** A member keeps its id over lost connections. A topic may have been given more partitions. */
  #membershipFor(partitions: number): GroupMembership {
    if (this.#membership?.partitions !== partitions) {
      const { topic, groupId, sessionTimeoutMs = 10_000, rebalanceTimeoutMs = 60_000 } = this.options;
      const group = { topic, groupId, partitions, sessionTimeoutMs, rebalanceTimeoutMs };
      this.#membership = { of: new GroupMembership(group), partitions };
    }
    return this.#membership.of;
  }

  /** Joining waits for the other members: who is told to stop meanwhile breaks it off. */
  async #joined(membership: GroupMembership, client: KafkaClient): Promise<readonly number[]> {
    const breakOff = (): void => void client.close();
    this.#stop.signal.addEventListener('abort', breakOff);
    try {
      return await membership.join(client);
    } finally {
      this.#stop.signal.removeEventListener('abort', breakOff);
    }
  }
}

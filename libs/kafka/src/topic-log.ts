import type Cluster from 'kafkajs/src/cluster';
import type { KafkaClient } from './kafka-client';

/** A record to be written. */
export type Message = Cluster.Message;

/** A record as it was read. */
export type FetchedRecord = Cluster.FetchedRecord;

/** A stretch of a partition, as one answer of a broker brings it. */
export interface Stretch {
  readonly partition: number;
  /** Not looked into yet. */
  readonly records: readonly FetchedRecord[];
  /** The offset after the last record that came, events or not. */
  readonly next: number;
  /** The offset after the last record that there is. */
  readonly end: number;
}

export interface Wanted {
  readonly partition: number;
  readonly offset: number;
}

export interface FetchLimits {
  /** How long the broker waits for news where there is none, in ms. */
  readonly waitMs: number;
  /** At most so many bytes of each partition, and four times as many in all; but always a whole batch as it was written. */
  readonly bytes: number;
}

/** A partition does not reach as far as where somebody wants to read. */
export class OffsetOutOfRange extends Error {
  override readonly name = 'OffsetOutOfRange';

  constructor(
    readonly partition: number,
    cause: unknown,
  ) {
    super(`partition ${String(partition)}: it does not reach to where it is to be read`, { cause });
  }
}

/** Nothing of ours is written in transactions. */
const READ_UNCOMMITTED = 0;
const EARLIEST = -2;
const LATEST = -1;
/** The records of a topic, by partition and offset. */
export class TopicLog {
  constructor(
    private readonly client: KafkaClient,
    private readonly topic: string,
  ) {}

  /** The broker that has a partition, by its number in the cluster. */
  leaderOf(partition: number): number {
    const found = this.client.cluster
      .findTopicPartitionMetadata(this.topic)
      .find(({ partitionId }) => partitionId === partition);
    if (found === undefined || found.leader < 0) {
      throw new Error(`partition ${String(partition)} of ${this.topic} has no leader now`);
    }
    return found.leader;
  }

  /** Reads several partitions that one broker has. Throws OffsetOutOfRange. */
  async fetch(leader: number, wanted: readonly Wanted[], limits: FetchLimits): Promise<Stretch[]> {
    const broker = await this.client.cluster.findBroker({ nodeId: leader });
    const partitions = wanted.map(({ partition, offset }) => ({
      partition,
      fetchOffset: String(offset),
      maxBytes: limits.bytes,
    }));
    const answer = await broker
      .fetch({
        isolationLevel: READ_UNCOMMITTED,
        maxWaitTime: limits.waitMs,
        minBytes: 1,
        maxBytes: 4 * limits.bytes,
        topics: [{ topic: this.topic, partitions }],
      })
      .catch((error: unknown) => {
        throw outOfRange(error) ?? error;
      });
    return answer.responses.flatMap((response) =>
      response.partitions.flatMap(({ partition, highWatermark, messages }) => {
        const from = wanted.find((one) => one.partition === partition)?.offset;
        if (from === undefined) return [];
        // The first batch is given whole, also where the offset lies in the middle of it.
        const own = messages.filter(({ offset }) => Number(offset) >= from);
        const last = own.at(-1);
        return {
          partition,
          records: own.filter(({ isControlRecord }) => !isControlRecord),
          next: last === undefined ? from : Number(last.offset) + 1,
          end: Number(highWatermark),
        };
      }),
    );
  }

  /** The first offset that there is, and the one after the last. */
  async range(partition: number): Promise<{ first: number; end: number }> {
    const [first, end] = await Promise.all([
      this.#offsetAt(partition, EARLIEST),
      this.#offsetAt(partition, LATEST),
    ]);
    return { first, end };
  }

  async #offsetAt(partition: number, timestamp: number): Promise<number> {
    const broker = await this.client.cluster.findBroker({ nodeId: this.leaderOf(partition) });
    const { responses } = await broker.listOffsets({
      isolationLevel: READ_UNCOMMITTED,
      topics: [{ topic: this.topic, partitions: [{ partition, timestamp }] }],
    });
    const offset = responses[0]?.partitions[0]?.offset;
    if (offset === undefined) throw new Error(`partition ${String(partition)}: the broker names no offset`);
    return Number(offset);
  }
}

function outOfRange(error: unknown): OffsetOutOfRange | undefined {
  if (!(error instanceof Error) || error.name !== 'KafkaJSOffsetOutOfRange') return undefined;
  return 'partition' in error && typeof error.partition === 'number'
    ? new OffsetOutOfRange(error.partition, error)
    : undefined;
}

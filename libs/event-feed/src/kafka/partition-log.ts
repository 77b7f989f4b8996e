import type { Position } from '@redress/kernel';
import type Cluster from 'kafkajs/src/cluster';
import { fromRecord, type EventRecord } from './event-record';
import type { KafkaClient } from './kafka-client';
import { PARTITION_START, type ReadPlace } from './record-guard';

/** Where to read on: from an offset, knowing what stands before it. */
export interface Start {
  readonly offset: number;
  readonly after: ReadPlace;
}

/** A stretch of a partition, as one answer of a broker brings it. */
export interface Stretch {
  readonly partition: number;
  /** Not looked into yet. */
  readonly records: readonly Cluster.FetchedRecord[];
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
/** One batch is always given, however small the limit. */
const ONE_BATCH: FetchLimits = { waitMs: 0, bytes: 1 };

/** The records of a topic, by partition and offset. */
export class PartitionLog {
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

  /** The last event; undefined where there is none. */
  async last(partition: number): Promise<EventRecord | undefined> {
    const { first, end } = await this.range(partition);
    for (let offset = end - 1; offset >= first; offset--) {
      const record = (await this.#batchAt(partition, offset)).at(-1);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  /** Whether there is an event at this position, or after it. The last one need not be the furthest: it may have been written twice. */
  async reaches(partition: number, position: Position): Promise<boolean> {
    const last = await this.last(partition);
    if (last === undefined) return false;
    // No event stands before its own number: what is further than the last one stands after that.
    let offset = last.sequence + 1;
    let records: readonly EventRecord[] = [last];
    while (!records.some(({ event }) => event.position >= position)) {
      if (offset >= last.offset) return false;
      records = await this.#batchAt(partition, offset);
      offset = (records.at(-1)?.offset ?? offset) + 1;
    }
    return true;
  }

  /**
   * Where to read on after a position, found by halves: positions rise, but for stretches that were written twice. Such a stretch can lead to
   * an event that is too early, never too late; and since an event can't stand before its own number, whatever comes after it is found from
   * there on, also if it was written before the repeat.
   */
  async find(partition: number, position: Position): Promise<Start> {
    const { first, end } = await this.range(partition);
    let after: ReadPlace = PARTITION_START;
    let from = first;
    let to = end;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const records = await this.#batchAt(partition, middle);
      const beyond = records.findIndex(({ event }) => event.position > position);
      const before = records[beyond < 0 ? records.length - 1 : beyond - 1];
      if (before === undefined) {
        to = middle;
        continue;
      }
      after = { position: before.event.position, sequence: before.sequence };
      from = before.offset + 1;
      if (beyond > 0) to = from;
    }
    return { offset: Math.max(first, after.sequence + 1), after };
  }

  async #batchAt(partition: number, offset: number): Promise<readonly EventRecord[]> {
    const [stretch] = await this.fetch(this.leaderOf(partition), [{ partition, offset }], ONE_BATCH);
    return stretch?.records.map(fromRecord) ?? [];
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

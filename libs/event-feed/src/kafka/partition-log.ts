import { TopicLog } from '@redress/kafka';
import type { Position } from '@redress/kernel';
import { eventIn, type EventRecord } from './event-record';
import { PARTITION_START, type ReadPlace } from './record-guard';

/** Where to read on: from an offset, knowing what stands before it. */
export interface Start {
  readonly offset: number;
  readonly after: ReadPlace;
}

/** One batch is always given, however small the limit. */
const ONE_BATCH = { waitMs: 0, bytes: 1 };

/** The events of a topic, by partition and place. */
export class PartitionLog extends TopicLog {
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
   * Where to read on after a position, found by halves: positions rise, but for stretches that were written twice. Such a stretch can lead
   * to an event that is too early, never too late; and since an event can't stand before its own number, whatever comes after it is found
   * from there on, also if it was written before the repeat.
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
    const records = stretch?.records ?? [];
    return records.map((record) => eventIn(record)).filter((record) => record !== undefined);
  }
}

import type { EventStore } from '@redress/event-store';
import type { Position } from '@redress/kernel';
import { startingAfter, type Entry, type LogTail } from './log-tail';
import { Notifier } from '../notifier';

/** A stretch of the log. */
export interface Stretch {
  readonly entries: readonly Entry[];
  /** Machine time at which the log was seen to end with this stretch; undefined where it goes on, or may go on. */
  readonly endSeenAt?: number | undefined;
}

export interface LogReaderOptions {
  readonly partitionOf: (partitionKey: string) => number;
  readonly chunkSize: number;
  /** How many chunks read from the store stay in memory for others who read the same stretch at about the same time. */
  readonly keepChunks: number;
}

/** How long a chunk is kept for somebody who is about to read it and does not, in ms of machine time. */
const PATIENCE_MS = 1_000;

/**
 * Reads the log for all subscribers: from the shared tail where that reaches back far enough, else from the store. Those who catch up side
 * by side share what one of them has read, and whoever is ahead waits for the others a little: five projections would else drift apart and
 * read everything five times.
 */
export class LogReader {
  readonly #chunks = new Map<Position, Promise<readonly Entry[]>>();
  /** Where each subscriber that reads the store goes on, and since when. */
  readonly #places = new Map<object, { readonly next: Position; readonly since: number }>();
  readonly #moved = new Notifier();

  constructor(
    private readonly store: EventStore,
    private readonly tail: LogTail,
    private readonly options: LogReaderOptions,
  ) {}

  /** @param reader for whom others wait, until they `leave` or reach the tail; left out: nobody waits for who asks */
  async read(after: Position | undefined, reader?: object): Promise<Stretch> {
    const { chunkSize } = this.options;
    const recent = this.tail.read(after, chunkSize);
    if (recent !== undefined) {
      if (reader !== undefined) this.leave(reader);
      const last = recent.at(-1)?.event.position ?? after;
      return { entries: recent, endSeenAt: this.endSeenAt(last) };
    }
    const askedAt = Date.now();
    const entries = await this.#chunk(after);
    if (reader !== undefined) this.#moveTo(entries.at(-1)?.event.position ?? after, reader);
    return { entries, endSeenAt: entries.length < chunkSize ? askedAt : undefined };
  }

  /** Nobody needs to wait for this reader. */
  leave(reader: object): void {
    if (!this.#places.delete(reader)) return;
    if (this.#places.size === 0) this.#chunks.clear();
    this.#moved.notify();
  }

  #moveTo(next: Position | undefined, reader: object): void {
    this.#places.set(reader, { next: next ?? '', since: Date.now() });
    this.#moved.notify();
  }

  /** Whether there is more to read, as far as is known. */
  goesOnAfter(position: Position | undefined): boolean {
    return this.tail.goesOnAfter(position);
  }

  /** Machine time at which the log was last seen to end at or before this position; undefined where it goes on after it. */
  endSeenAt(position: Position | undefined): number | undefined {
    return this.tail.goesOnAfter(position) ? undefined : this.tail.upToDateAt;
  }

  /** A full chunk never changes. */
  async #chunk(after: Position | undefined): Promise<readonly Entry[]> {
    const { chunkSize, keepChunks } = this.options;
    const key = after ?? '';
    for (;;) {
      const known = this.#chunks.get(key);
      if (known !== undefined) return known;
      const [oldest] = this.#chunks.keys();
      if (oldest === undefined || this.#chunks.size < keepChunks) break;
      const waitMs = this.#wantedForMs(oldest);
      if (waitMs <= 0) this.#chunks.delete(oldest);
      else await this.#moveWithin(waitMs);
    }
    const chunk = this.#load(after);
    this.#chunks.set(key, chunk);
    const forget = (): void => {
      if (this.#chunks.get(key) === chunk) this.#chunks.delete(key);
    };
    chunk.then((entries) => {
      if (entries.length < chunkSize) forget();
    }, forget);
    return chunk;
  }

  /** How much longer it is worth keeping a chunk that somebody reads next. */
  #wantedForMs(key: Position): number {
    const since = [...this.#places.values()].filter(({ next }) => next === key).map((place) => place.since);
    return Math.max(...since, 0) + PATIENCE_MS - Date.now();
  }

  async #moveWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([this.#moved.wait(), over]);
    clearTimeout(timer);
  }

  async #load(after: Position | undefined): Promise<readonly Entry[]> {
    const { chunkSize, partitionOf } = this.options;
    const events = await this.store.readAll({ ...startingAfter(after), limit: chunkSize });
    return events.map((event) => ({ event, partition: partitionOf(event.partitionKey) }));
  }
}

import type { EventStore } from '@redress/event-store';
import type { Position } from '@redress/kernel';
import { startingAfter, type Entry, type LogTail } from './log-tail';

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

/** Reads the log for all subscribers: from the shared tail where that reaches back far enough, else from the store. */
export class LogReader {
  readonly #chunks = new Map<Position, Promise<readonly Entry[]>>();

  constructor(
    private readonly store: EventStore,
    private readonly tail: LogTail,
    private readonly options: LogReaderOptions,
  ) {}

  async read(after: Position | undefined): Promise<Stretch> {
    const { chunkSize } = this.options;
    const recent = this.tail.read(after, chunkSize);
    if (recent !== undefined) {
      const last = recent.at(-1)?.event.position ?? after;
      return { entries: recent, endSeenAt: this.endSeenAt(last) };
    }
    const askedAt = Date.now();
    const entries = await this.#chunk(after);
    return { entries, endSeenAt: entries.length < chunkSize ? askedAt : undefined };
  }

  /** Whether there is more to read, as far as is known. */
  goesOnAfter(position: Position | undefined): boolean {
    return this.tail.goesOnAfter(position);
  }

  /** Machine time at which the log was last seen to end at or before this position; undefined where it goes on after it. */
  endSeenAt(position: Position | undefined): number | undefined {
    return this.tail.goesOnAfter(position) ? undefined : this.tail.upToDateAt;
  }

  /** A full chunk never changes, so projections that catch up side by side share what one of them has read. */
  #chunk(after: Position | undefined): Promise<readonly Entry[]> {
    const { chunkSize, keepChunks } = this.options;
    const key = after ?? '';
    const known = this.#chunks.get(key);
    if (known !== undefined) return known;
    const chunk = this.#load(after);
    this.#chunks.set(key, chunk);
    const forget = (): void => {
      if (this.#chunks.get(key) === chunk) this.#chunks.delete(key);
    };
    chunk.then((entries) => {
      if (entries.length < chunkSize) forget();
    }, forget);
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= keepChunks) break;
      this.#chunks.delete(oldest);
    }
    return chunk;
  }

  async #load(after: Position | undefined): Promise<readonly Entry[]> {
    const { chunkSize, partitionOf } = this.options;
    const events = await this.store.readAll({ ...startingAfter(after), limit: chunkSize });
    return events.map((event) => ({ event, partition: partitionOf(event.partitionKey) }));
  }
}

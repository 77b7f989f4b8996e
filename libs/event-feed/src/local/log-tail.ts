import type { EventStore } from '@redress/event-store';
import { backOff, type Backoff, type Position, type RecordedEvent } from '@redress/kernel';

/** An event with the partition it belongs to. */
export interface Entry {
  readonly event: RecordedEvent;
  readonly partition: number;
}

export interface LogTailOptions {
  readonly partitionOf: (partitionKey: string) => number;
  /** How many of the newest events stay in memory, shared by all subscribers. */
  readonly keepEvents: number;
  readonly batchSize: number;
  /** Machine time between two looks at the head of a quiet log. */
  readonly idleCheckMs: number;
  readonly backoff: Backoff;
  readonly onFailure: (error: unknown) => void;
  /** The tail has grown, or was found to be up to date. */
  readonly onNews: () => void;
}

/**
 * The newest stretch of the log, kept in memory and read from the store once for all subscribers. It holds every event in
 * (`#from`, `#to`]; who is further back reads the store itself.
 */
export class LogTail {
  #entries: Entry[] = [];
  #from: Position | undefined;
  #to: Position | undefined;
  #established = false;
  #upToDateAt: number | undefined;
  #running: Promise<void> | undefined;
  #idleCheck: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(
    private readonly store: EventStore,
    private readonly options: LogTailOptions,
  ) {}

  /** Starts to follow the log, the first time it is called. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#run();
    this.#checkLater(this.options.idleCheckMs);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#idleCheck);
    await Promise.all([this.#running, this.#checking]);
  }

  /** The machine time at which the log was last seen to end where the tail ends; undefined: not yet. */
  get upToDateAt(): number | undefined {
    return this.#upToDateAt;
  }

  /** Whether the log is known to go on after this position. */
  goesOnAfter(position: Position | undefined): boolean {
    return this.#to !== undefined && isBefore(position, this.#to);
  }

  /** The next events after a position, at most `limit`; undefined where the tail does not reach back that far. */
  read(after: Position | undefined, limit: number): readonly Entry[] | undefined {
    if (!this.#established) return undefined;
    if (this.#from !== undefined && isBefore(after, this.#from)) return undefined;
    const first = after === undefined ? 0 : this.#firstAfter(after);
    return this.#entries.slice(first, first + limit);
  }

  #firstAfter(position: Position): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && entry.event.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    while (!this.#isStopped()) {
      try {
        await this.#establish();
        const { batchSize } = this.options;
        const follow = this.store.follow({ ...startingAfter(this.#to), batchSize, signal });
        for await (const events of follow) {
          failures = 0;
          this.#add(events);
        }
      } catch (error) {
        if (this.#isStopped()) return;
        this.options.onFailure(error);
      }
      // An iteration that ends by itself is no more than a lost connection: go on after what is known.
      if (!this.#isStopped()) await backOff(this.options.backoff, ++failures, signal);
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #establish(): Promise<void> {
    if (this.#established) return;
    const askedAt = Date.now();
    const head = await this.store.head();
    this.#from = head;
    this.#to = head;
    this.#established = true;
    this.#upToDateAt = askedAt;
    this.options.onNews();
  }

  #add(events: readonly RecordedEvent[]): void {
    // A full batch may have more behind it; a store that reports its idle looks gives empty ones.
    if (events.length < this.options.batchSize) this.#upToDateAt = Date.now();
    for (const event of events) {
      this.#entries.push({ event, partition: this.options.partitionOf(event.partitionKey) });
      this.#to = event.position;
    }
    if (this.#entries.length >= 2 * this.options.keepEvents) {
      const dropped = this.#entries.splice(0, this.#entries.length - this.options.keepEvents);
      this.#from = dropped.at(-1)?.event.position ?? this.#from;
    }
    this.options.onNews();
  }

  /** On a quiet log nothing arrives that would tell it from a lost connection: ask for its head. */
  async #checkHead(): Promise<void> {
    const { idleCheckMs, onFailure, onNews } = this.options;
    const askedAt = Date.now();
    const quietMs = askedAt - (this.#upToDateAt ?? 0);
    if (quietMs < idleCheckMs) {
      this.#checkLater(idleCheckMs - quietMs);
      return;
    }
    try {
      const head = await this.store.head();
      if (this.#established && (head === undefined || !isBefore(this.#to, head))) {
        this.#upToDateAt = askedAt;
        onNews();
      }
    } catch (error) {
      if (!this.#isStopped()) onFailure(error);
    }
    this.#checkLater(idleCheckMs);
  }

  #checkLater(ms: number): void {
    if (this.#isStopped()) return;
    this.#idleCheck = setTimeout(() => {
      this.#checking = this.#checkHead();
    }, ms);
  }
}

const isBefore = (position: Position | undefined, other: Position): boolean =>
  position === undefined || position < other;

/** The `after` of a read: left out at the start of the log. */
export const startingAfter = (position: Position | undefined): { after?: Position } =>
  position === undefined ? {} : { after: position };

import { backOff, type Backoff, type Position, type RecordedEvent } from '@redress/kernel';
import type { Subscriber, Subscription } from '../event-feed';
import type { LogReader, Stretch } from './log-reader';
import { Notifier } from '../notifier';

export interface SubscriptionOptions {
  readonly partitions: number;
  /** The most events that one call of `handle` gets. Batches grow up to it while a subscriber is slower than the log. */
  readonly batchSize: number;
  /** The most events read ahead for one subscriber. */
  readonly readAheadEvents: number;
  readonly backoff: Backoff;
  readonly onFailure: (partition: number | undefined, failures: number, error: unknown) => void;
}

/** A partition as one subscriber sees it. */
interface Lane {
  readonly partition: number;
  /** Read, and not yet given to the subscriber. */
  queue: RecordedEvent[];
  /** Events up to here were handled, or are in the queue or in hand. */
  after: Position | undefined;
  /** The first event in hand; undefined while idle. */
  inHand: Position | undefined;
  working: boolean;
  /** It failed, and reads for itself until it is where the others are. */
  apart: boolean;
  failures: number;
}

/**
 * One subscriber's walk along the log: one reader for all partitions, and a worker for each. A partition whose events were
 * refused drops what was read ahead, goes back to where the subscriber says, and walks by itself until it has caught up with the
 * others, so that it neither holds them nor fills the memory.
 */
export class LocalSubscription implements Subscription {
  readonly #lanes: readonly Lane[];
  readonly #stop = new AbortController();
  readonly #notifier = new Notifier();
  readonly #workers = new Set<Promise<void>>();
  readonly #reading: Promise<void>;
  #stopping: Promise<void> | undefined;
  /** Everything up to here was handed out to the partitions that are not apart. */
  #cursor: Position | undefined;
  /** When the log was seen to end where, for those of these places that are not handled yet. */
  #ends: { position: Position; seenAt: number }[] = [];
  #caughtUpAt: number | undefined;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly log: LogReader,
    private readonly options: SubscriptionOptions,
  ) {
    this.#lanes = Array.from({ length: options.partitions }, (_, partition) => ({
      partition,
      queue: [],
      after: undefined,
      inHand: undefined,
      working: false,
      apart: true,
      failures: 0,
    }));
    this.#reading = this.#run();
  }

  caughtUpAt(): number | undefined {
    return this.#caughtUpAt;
  }

  partitions(): readonly number[] {
    return this.#isStopped() ? [] : this.#lanes.map(({ partition }) => partition);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#finish();
    return this.#stopping;
  }

  async #finish(): Promise<void> {
    this.#stop.abort();
    this.#notifier.notify();
    await this.#reading;
    this.log.leave(this);
    await Promise.all(this.#workers);
  }

  /** The log may have grown, or was found not to have grown. */
  wake(): void {
    this.#sawEnd(this.log.endSeenAt(this.#cursor));
    this.#notifier.notify();
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    await this.#takeUpAll();
    let failures = 0;
    while (!this.#isStopped()) {
      if (!this.#hasRoom()) {
        await this.#notifier.wait();
        continue;
      }
      try {
        const stretch = await this.log.read(this.#cursor, this);
        failures = 0;
        this.#handOut(stretch);
        if (stretch.entries.length > 0) continue;
      } catch (error) {
        this.options.onFailure(undefined, ++failures, error);
        await backOff(this.options.backoff, failures, this.#stop.signal);
        continue;
      }
      while (!this.#isStopped() && !this.log.goesOnAfter(this.#cursor)) await this.#notifier.wait();
    }
  }

  /** Asks for every partition where to go on. The reader starts at the lowest place; who gave no answer walks apart at first. */
  async #takeUpAll(): Promise<void> {
    for (let failures = 1; !this.#isStopped(); failures++) {
      const answered = await Promise.all(this.#lanes.map((lane) => this.#takeUp(lane)));
      const ready = this.#lanes.filter((_, index) => answered[index]);
      if (ready.length > 0) {
        this.#cursor = ready.map((lane) => lane.after).reduce(lower);
        for (const lane of ready) lane.apart = false;
        for (const lane of this.#lanes) if (lane.apart) this.#employ(lane);
        return;
      }
      await backOff(this.options.backoff, failures, this.#stop.signal);
    }
  }

  async #takeUp(lane: Lane): Promise<boolean> {
    try {
      lane.after = await this.subscriber.resumeAfter(lane.partition);
      return true;
    } catch (error) {
      this.options.onFailure(lane.partition, ++lane.failures, error);
      return false;
    }
  }

  #hasRoom(): boolean {
    let queued = 0;
    for (const { queue } of this.#lanes) {
      if (queue.length >= 2 * this.options.batchSize) return false;
      queued += queue.length;
    }
    return queued < this.options.readAheadEvents;
  }

  #handOut({ entries, endSeenAt }: Stretch): void {
    for (const { event, partition } of entries) {
      const lane = this.#lanes[partition];
      if (lane === undefined || lane.apart || (lane.after !== undefined && event.position <= lane.after))
        continue;
      lane.queue.push(event);
      lane.after = event.position;
    }
    this.#cursor = entries.at(-1)?.event.position ?? this.#cursor;
    for (const lane of this.#lanes) if (lane.queue.length > 0) this.#employ(lane);
    this.#sawEnd(endSeenAt);
  }

  #employ(lane: Lane): void {
    if (lane.working) return;
    lane.working = true;
    const worker = this.#work(lane).finally(() => this.#workers.delete(worker));
    this.#workers.add(worker);
  }

  async #work(lane: Lane): Promise<void> {
    if (lane.apart) await this.#walkApart(lane);
    while (!this.#isStopped() && lane.queue.length > 0) {
      const done = await this.#handle(lane, lane.queue.splice(0, this.options.batchSize));
      if (!done) await this.#walkApart(lane);
    }
    lane.working = false;
  }

  async #handle(lane: Lane, events: readonly RecordedEvent[]): Promise<boolean> {
    lane.inHand = events[0]?.position;
    let done = true;
    try {
      await this.subscriber.handle(lane.partition, events);
      lane.failures = 0;
    } catch (error) {
      done = false;
      lane.apart = true;
      lane.queue = [];
      lane.after = undefined;
      this.options.onFailure(lane.partition, ++lane.failures, error);
    }
    lane.inHand = undefined;
    this.#sawEnd(undefined);
    this.#notifier.notify();
    return done;
  }

  /** Brings a partition that failed from where the subscriber says to where the others are. */
  async #walkApart(lane: Lane): Promise<void> {
    while (!this.#isStopped() && lane.apart) {
      await backOff(this.options.backoff, lane.failures, this.#stop.signal);
      if (this.#isStopped() || !(await this.#takeUp(lane))) continue;
      let goesOn = true;
      while (!this.#isStopped() && goesOn) goesOn = await this.#stepApart(lane);
    }
  }

  /** Whether there is more to walk: not when it has joined the others, nor when it failed again. */
  async #stepApart(lane: Lane): Promise<boolean> {
    const reached = this.#cursor === undefined || (lane.after !== undefined && lane.after >= this.#cursor);
    if (reached) {
      lane.apart = false;
      return false;
    }
    try {
      const { entries } = await this.log.read(lane.after);
      const own = entries.filter(({ partition }) => partition === lane.partition).map(({ event }) => event);
      for (let at = 0; at < own.length; at += this.options.batchSize) {
        if (this.#isStopped()) return false;
        if (!(await this.#handle(lane, own.slice(at, at + this.options.batchSize)))) return false;
      }
      lane.after = entries.at(-1)?.event.position ?? this.#cursor;
      this.#sawEnd(undefined);
      return true;
    } catch (error) {
      this.options.onFailure(lane.partition, ++lane.failures, error);
      return false;
    }
  }

  /** Notes that the log was seen to end at the cursor, and finds the newest of such places up to which all is handled. */
  #sawEnd(seenAt: number | undefined): void {
    if (seenAt !== undefined) {
      const position = this.#cursor ?? '';
      if (this.#ends.at(-1)?.position === position) this.#ends.pop();
      this.#ends.push({ position, seenAt });
      // Whoever lags for long needs no finer grain than this.
      if (this.#ends.length > 200) this.#ends = this.#ends.filter((_, index) => index % 2 === 0);
    }
    for (let end = this.#ends[0]; end !== undefined && this.#handledUpTo(end.position); end = this.#ends[0]) {
      this.#caughtUpAt = end.seenAt;
      this.#ends.shift();
    }
  }

  #handledUpTo(position: Position): boolean {
    return this.#lanes.every((lane) => {
      if (lane.apart) return lane.after !== undefined && lane.after >= position;
      const first = lane.inHand ?? lane.queue[0]?.position;
      return first === undefined || first > position;
    });
  }
}

/** The lower of two places in the log; undefined is its start. */
const lower = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  one === undefined || other === undefined ? undefined : one < other ? one : other;

import type { Position, RecordedEvent } from '@redress/kernel';
import type { EventFeed, Subscriber, Subscription } from '../event-feed';

export interface ListenerOptions {
  /** From which place each partition is resumed, until the listener has handled something itself. */
  readonly resumeAfter?: Position;
  /** Called when the feed asks where to go on; a throw leaves it without an answer. */
  readonly beforeResume?: (partition: number) => void;
  /** Called before a batch counts as handled; a rejection refuses it. */
  readonly before?: (partition: number, events: readonly RecordedEvent[]) => Promise<void> | void;
}

/** A subscriber that keeps what it was given, and a checkpoint for each partition, as a read model does. */
export class Listener implements Subscriber {
  /** What was handled, by partition, in order; repetitions included. */
  readonly handled: RecordedEvent[][];
  readonly checkpoints = new Map<number, Position>();
  readonly batchSizes: number[] = [];
  #waiting: { met: () => boolean; resolve: () => void }[] = [];

  constructor(
    readonly group: string,
    feed: EventFeed,
    private readonly options: ListenerOptions = {},
  ) {
    this.handled = Array.from({ length: feed.partitions }, () => []);
  }

  async resumeAfter(partition: number): Promise<Position | undefined> {
    this.options.beforeResume?.(partition);
    return Promise.resolve(this.checkpoints.get(partition) ?? this.options.resumeAfter);
  }

  async handle(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    await this.options.before?.(partition, events);
    this.handled[partition]?.push(...events);
    this.batchSizes.push(events.length);
    const last = events.at(-1);
    if (last !== undefined) this.checkpoints.set(partition, last.position);
    this.changed();
  }

  get ids(): string[] {
    return this.handled.flat().map(({ id }) => id);
  }

  count(): number {
    return this.handled.reduce((sum, events) => sum + events.length, 0);
  }

  /** Resolves as soon as the condition holds; it is looked at after each batch and each call of `changed`. */
  until(met: () => boolean): Promise<void> {
    if (met()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ met, resolve }));
  }

  changed(): void {
    const met = this.#waiting.filter((waiting) => waiting.met());
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
    for (const { resolve } of met) resolve();
  }
}

/** Listens, and gives the listener with its subscription. */
export function listen(
  feed: EventFeed,
  group: string,
  options?: ListenerOptions,
): { listener: Listener; subscription: Subscription } {
  const listener = new Listener(group, feed, options);
  return { listener, subscription: feed.subscribe(listener) };
}

/** A promise that is settled from outside. */
export class Gate {
  #open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.#open = resolve));

  open(): void {
    this.#open();
  }
}

import { partitionFor, type EventFeed, type Subscriber, type Subscription } from '@redress/event-feed';
import type { RecordedEvent } from '@redress/kernel';

/** A feed moved by hand, for specs in which the order of deliveries matters. It gives what it is told to, as often as it is told. */
export class ManualFeed implements EventFeed {
  readonly #subscribers = new Set<Subscriber>();

  constructor(readonly partitions: number) {}

  partitionOf(partitionKey: string): number {
    return partitionFor(partitionKey, this.partitions);
  }

  subscribe(subscriber: Subscriber): Subscription {
    this.#subscribers.add(subscriber);
    return {
      caughtUpAt: () => undefined,
      partitions: () => Array.from({ length: this.partitions }, (_, partition) => partition),
      stop: () => {
        this.#subscribers.delete(subscriber);
        return Promise.resolve();
      },
    };
  }

  close(): Promise<void> {
    this.#subscribers.clear();
    return Promise.resolve();
  }

  /** Hands those of the events that are in a partition to every subscriber, as one batch. */
  async deliver(partition: number, events: readonly RecordedEvent[]): Promise<void> {
    const own = events.filter(({ partitionKey }) => this.partitionOf(partitionKey) === partition);
    if (own.length === 0) return;
    await Promise.all([...this.#subscribers].map((subscriber) => subscriber.handle(partition, own)));
  }

  /** Hands the events to every subscriber, all partitions at the same time, each as one batch. */
  async deliverAll(events: readonly RecordedEvent[]): Promise<void> {
    await Promise.all(
      Array.from({ length: this.partitions }, (_, partition) => this.deliver(partition, events)),
    );
  }
}

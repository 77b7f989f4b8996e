import { deriveId, newId, toIso, type NewEvent, type Position, type RecordedEvent } from '@redress/kernel';
import { InMemoryEventStore } from '@redress/testing';
import { KafkaEventFeed, type KafkaEventFeedOptions } from '../../libs/event-feed/src/kafka/kafka-event-feed';
import { KafkaRelay } from '../../libs/event-feed/src/kafka/kafka-relay';
import type { KafkaRelayOptions } from '../../libs/event-feed/src/kafka/relay-options';
import { createTopic, KEPT_FOR_EVER } from '../../libs/kafka/src/create-topic';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import { MemoryRelayLeases } from '../../libs/event-feed/src/kafka/testing/memory-relay-leases';

export const PARTITIONS = 5;
const BACKOFF = { firstMs: 5, maxMs: 100 };

export function newEvent(partitionKey: string, id: string): NewEvent {
  return {
    id,
    type: 'ComplaintNoted',
    version: 1,
    occurredAt: toIso(Date.UTC(2026, 0, 5)),
    data: { noteRef: id },
    actor: { id: 'agent-1', kind: 'staff', role: 'agent' },
    correlationId: id,
    causationId: id,
    commandId: id,
    partitionKey,
  };
}

/** Keys, each several times, mixed. */
export const mixedKeys = (events: number): string[] =>
  Array.from({ length: events }, (_, index) => `key-${String((index * 7) % 23)}`);

/** An event store in memory, a topic of its own on a real broker, and what makes relays and feeds of it. */
export class KafkaJourney {
  readonly topic = `test-${newId()}`;
  readonly store = new InMemoryEventStore();
  readonly leases = new MemoryRelayLeases();
  readonly admin: KafkaAdmin;
  readonly #open: (KafkaRelay | KafkaEventFeed)[] = [];
  #appended = 0;

  private constructor(readonly brokers: readonly string[]) {
    this.admin = new KafkaAdmin(brokers);
  }

  static async begin(brokers: readonly string[]): Promise<KafkaJourney> {
    const journey = new KafkaJourney(brokers);
    await journey.makeTopic();
    return journey;
  }

  makeTopic(partitions = PARTITIONS): Promise<void> {
    return createTopic({ brokers: this.brokers }, { topic: this.topic, partitions, config: KEPT_FOR_EVER });
  }

  relay(options: Partial<KafkaRelayOptions> = {}): KafkaRelay {
    const { brokers, topic, store, leases } = this;
    const relay = KafkaRelay.start({ brokers, topic, store, leases, backoff: BACKOFF, ...options });
    this.#open.push(relay);
    return relay;
  }

  async feed(options: Partial<KafkaEventFeedOptions> = {}): Promise<KafkaEventFeed> {
    const { brokers, topic } = this;
    const feed = await KafkaEventFeed.open({
      brokers,
      topic,
      groupPrefix: `${topic}.`,
      sessionTimeoutMs: 2_000,
      backoff: BACKOFF,
      ...options,
    });
    this.#open.push(feed);
    return feed;
  }

  /** Records one event for each key, in this order, and gives them back as recorded. */
  async append(keys: readonly string[]): Promise<readonly RecordedEvent[]> {
    const after: Position | undefined = await this.store.head();
    for (const key of keys) {
      const id = deriveId(this.topic, ++this.#appended);
      await this.store.append(`complaint-${key}`, 'any', [newEvent(key, id)]);
    }
    return this.store.readAll({ ...(after === undefined ? {} : { after }), limit: keys.length });
  }

  async end(): Promise<void> {
    await Promise.all(this.#open.map((one) => (one instanceof KafkaRelay ? one.stop() : one.close())));
    await this.admin.deleteTopic(this.topic).catch(() => undefined);
  }
}

import { partitionFor } from '@redress/event-feed';
import {
  IdempotentProducer,
  KafkaClient,
  mustBeSame,
  openTopic,
  TopicLog,
  type Compression,
  type KafkaConnection,
  type Message,
  type TopicIdentity,
} from '@redress/kafka';
import type { OpenStateSink, StateRecord, StateSink } from '../state-topics/state-topic';

export interface KafkaStateTopicsOptions extends KafkaConnection {
  /** What stands before an address in the name of its topic, such as `redress.`. */
  readonly prefix: string;
  /** Default `none`. */
  readonly compression?: Compression;
}

/**
 * The settings of a state topic: of each key the last state stays for ever. What was overwritten goes within a day, also from a partition
 * in which little happens; a tombstone stays for a week, so that whoever reads the topic from its start has that long to do so.
 */
export const STATE_TOPIC_CONFIG: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(64 * 1024 * 1024),
  'min.cleanable.dirty.ratio': '0.2',
  'max.compaction.lag.ms': String(24 * 3_600_000),
  'delete.retention.ms': String(7 * 24 * 3_600_000),
};

/** The most bytes of values that are sent at once: brokers take less than 1 MB for a partition. */
const SEND_BYTES = 400_000;

/**
 * State topics on Kafka. Each record lies where its partition key does in the journal, given as many partitions: the states of a case
 * together.
 *
 * Compaction keeps what was written last, so the topic itself must never get an older state after a newer one: its producer is fenced by
 * the name of the topic. Whoever opens a topic makes the brokers refuse what an earlier publisher, paused and awake again, writes to any
 * partition after the new one has.
 */
export class KafkaStateTopics implements StateSink {
  constructor(private readonly options: KafkaStateTopicsOptions) {}

  async open(addresses: readonly string[]): Promise<OpenStateSink> {
    const { prefix, compression = 'none' } = this.options;
    const client = new KafkaClient(this.options);
    try {
      const topics = new Map<string, OpenTopic>();
      for (const address of addresses) {
        const topic = `${prefix}${address}`;
        const identity = await openTopic(client, topic);
        const log = new TopicLog(client, topic);
        const producer = await IdempotentProducer.open(client, {
          topic,
          compression,
          leaderOf: (partition) => log.leaderOf(partition),
          fencedAs: topic,
        });
        topics.set(address, { topic, identity, producer });
      }
      return new OpenStateTopics(client, topics);
    } catch (error) {
      await client.close();
      throw error;
    }
  }
}

interface OpenTopic {
  readonly topic: string;
  readonly identity: TopicIdentity;
  readonly producer: IdempotentProducer;
}

class OpenStateTopics implements OpenStateSink {
  readonly identities: ReadonlyMap<string, TopicIdentity>;

  constructor(
    private readonly client: KafkaClient,
    private readonly topics: ReadonlyMap<string, OpenTopic>,
  ) {
    this.identities = new Map([...topics].map(([address, { identity }]) => [address, identity]));
  }

  async send(records: readonly StateRecord[]): Promise<void> {
    await Promise.all(
      [...this.topics].map(([address, topic]) =>
        sendTo(
          topic,
          records.filter((record) => record.topic === address),
        ),
      ),
    );
  }

  async mustBeSame(): Promise<void> {
    for (const { topic, identity } of this.topics.values()) {
      mustBeSame(topic, identity, await openTopic(this.client, topic));
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }
}

async function sendTo({ identity, producer }: OpenTopic, records: readonly StateRecord[]): Promise<void> {
  for (const some of cut(records)) {
    const messages = new Map<number, Message[]>();
    for (const record of some) {
      const partition = partitionFor(record.partitionKey, identity.partitions);
      const own = messages.get(partition) ?? [];
      own.push(toMessage(record));
      messages.set(partition, own);
    }
    await producer.send(messages);
  }
}

function* cut(records: readonly StateRecord[]): Generator<readonly StateRecord[]> {
  let some: StateRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.value === null ? 0 : Buffer.byteLength(record.value);
    if (some.length > 0 && bytes + size > SEND_BYTES) {
      yield some;
      some = [];
      bytes = 0;
    }
    some.push(record);
    bytes += size;
  }
  if (some.length > 0) yield some;
}

/**
 * Headers: `redress_projection`, by whose rules the state was made, such as `cases.v3`; `redress_position`, where the journal stands (its
 * header of that name) with the last event that is in the state. A reader that must not even for a moment go back drops a record whose
 * projection is that of the state it has of the key, and whose position is lower. The last record of a key is its state all the same.
 */
export const toMessage = ({ key, value, projection, position }: StateRecord): Message => ({
  key,
  value,
  headers: {
    ...(value === null ? {} : { 'content-type': 'application/json' }),
    redress_projection: projection,
    ...(position === undefined ? {} : { redress_position: position }),
  },
});

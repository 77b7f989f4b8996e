import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@redress/kernel';
import { Kafka, logLevel } from 'kafkajs';

/** What specs ask of a broker beside the adapter, by kafkajs's own client. */
export class KafkaAdmin {
  readonly #kafka: Kafka;

  constructor(brokers: readonly string[]) {
    this.#kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  }

  /** The topics that begin like this. */
  async topics(prefix: string): Promise<readonly string[]> {
    const topics = await this.#ask((admin) => admin.listTopics());
    return topics.filter((topic) => topic.startsWith(prefix));
  }

  /** Resolves when the brokers know it. */
  async deleteTopic(topic: string): Promise<void> {
    await this.#ask(async (admin) => {
      await admin.deleteTopics({ topics: [topic] });
      while ((await admin.listTopics()).includes(topic)) await sleep(10);
    });
  }

  /** Resolves when the brokers know it. */
  async addPartitions(topic: string, count: number): Promise<void> {
    await this.#ask(async (admin) => {
      await admin.createPartitions({ topicPartitions: [{ topic, count }] });
      for (let known = 0; known < count;) {
        await sleep(10);
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        known = topics[0]?.partitions.length ?? 0;
      }
    });
  }

  /** The consumer groups that begin like this. */
  async groups(prefix: string): Promise<readonly string[]> {
    const { groups } = await this.#ask((admin) => admin.listGroups());
    return groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
  }

  /** Kafka forgets what the members of a group have committed. */
  async forgetOffsets(groupId: string): Promise<void> {
    await this.#ask((admin) => admin.deleteGroups([groupId]));
  }

  /** All committed offsets of a group in one place: wherever somebody wants them to be. */
  async moveOffsets(
    groupId: string,
    topic: string,
    partitions: number,
    offset: number | 'end',
  ): Promise<void> {
    await this.#ask(async (admin) => {
      const ends = await admin.fetchTopicOffsets(topic);
      await admin.setOffsets({
        groupId,
        topic,
        partitions: Array.from({ length: partitions }, (_, partition) => ({
          partition,
          offset:
            offset === 'end'
              ? (ends.find((one) => one.partition === partition)?.high ?? '0')
              : String(offset),
        })),
      });
    });
  }

  /** How many records a topic holds, repeats included. */
  async recordsIn(topic: string): Promise<number> {
    const offsets = await this.#ask((admin) => admin.fetchTopicOffsets(topic)).catch(() => undefined);
    // A topic that was just made may have no leaders yet.
    if (offsets === undefined) return this.recordsIn(topic);
    return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  }

  /** Writes a record that is no event, by kafkajs's own producer. */
  async write(
    topic: string,
    partition: number,
    value: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const producer = this.#kafka.producer({ createPartitioner: () => () => partition });
    await producer.connect();
    await producer.send({ topic, messages: [{ value, partition, headers }] });
    await producer.disconnect();
  }

  /** Reads so many records by kafkajs's own consumer, in the order in which they come. */
  async read(topic: string, count: number): Promise<readonly ReadRecord[]> {
    const consumer = this.#kafka.consumer({ groupId: `${topic}.reader.${newId()}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    const read: ReadRecord[] = [];
    await new Promise<void>((resolve, reject) => {
      const run = consumer.run({
        eachMessage: ({ partition, message: { key, value, headers = {} } }) => {
          read.push({
            partition,
            key: key?.toString() ?? '',
            value: value?.toString() ?? '',
            headers: Object.fromEntries(
              Object.entries(headers).map(([name, header]) => [name, String(header)]),
            ),
          });
          if (read.length === count) resolve();
          return Promise.resolve();
        },
      });
      run.catch(reject);
    });
    await consumer.disconnect();
    return read;
  }

  async #ask<Answer>(question: (admin: ReturnType<Kafka['admin']>) => Promise<Answer>): Promise<Answer> {
    const admin = this.#kafka.admin({ retry: { retries: 1, initialRetryTime: 50 } });
    await admin.connect();
    try {
      return await question(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

import { IdempotentProducer } from './idempotent-producer';
import { KafkaClient, type KafkaConnection } from './kafka-client';
import { openTopic } from './topic';
import { TopicLog, type Message } from './topic-log';

interface Open {
  readonly client: KafkaClient;
  readonly producer: IdempotentProducer;
  readonly partitions: number;
}

/** Writes records to a topic, one batch after the other; opens its connections when it has something to write, and anew after an error. */
export class RecordWriter {
  #open: Open | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: KafkaConnection,
    private readonly topic: string,
  ) {}

  /**
   * Resolves when all replicas in sync have them. `partition` counts beyond those that there are from the first again. Where it throws
   * nobody knows whether they were written: whoever writes them again may write them twice. Throws TopicRefused where there is no such
   * topic.
   */
  write(messages: readonly { readonly partition: number; readonly message: Message }[]): Promise<void> {
    const written = this.#turn.then(() => this.#write(messages));
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#open?.client.close();
    this.#open = undefined;
  }

  async #write(
    messages: readonly { readonly partition: number; readonly message: Message }[],
  ): Promise<void> {
    if (messages.length === 0) return;
    const { client, producer, partitions } = (this.#open ??= await this.#connect());
    const byPartition = new Map<number, Message[]>();
    for (const { partition, message } of messages) {
      const at = partition % partitions;
      byPartition.set(at, [...(byPartition.get(at) ?? []), message]);
    }
    try {
      await producer.send(byPartition);
    } catch (error) {
      this.#open = undefined;
      await client.close();
      throw error;
    }
  }

  async #connect(): Promise<Open> {
    const client = new KafkaClient(this.connection);
    try {
      const { partitions } = await openTopic(client, this.topic);
      const log = new TopicLog(client, this.topic);
      const producer = await IdempotentProducer.open(client, {
        topic: this.topic,
        compression: 'none',
        leaderOf: (partition) => log.leaderOf(partition),
      });
      return { client, producer, partitions };
    } catch (error) {
      await client.close();
      throw error;
    }
  }
}

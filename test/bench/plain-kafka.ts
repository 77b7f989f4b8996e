import { Kafka, logLevel } from 'kafkajs';
import type { ReadRecord } from '../../libs/kafka/src/testing/kafka-admin';
import { secondsOf } from './measure';

/** All in-sync replicas. */
const ALL = -1;

const plainKafka = (brokers: readonly string[]): Kafka =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

/** Seconds that kafkajs's own producer takes for these batches, one after the other: idempotent, acknowledged by all. */
export async function plainProduce(
  brokers: readonly string[],
  topic: string,
  batches: readonly (readonly ReadRecord[])[],
): Promise<number> {
  const producer = plainKafka(brokers).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  try {
    return await secondsOf(async () => {
      for (const batch of batches) await producer.send({ topic, acks: ALL, messages: [...batch] });
    });
  } finally {
    await producer.disconnect();
  }
}

/**
 * Seconds that kafkajs's own consumer takes to read so many records of a topic from its start, and to have each batch of them handled. It
 * looks into none of them.
 */
export async function plainConsume(
  brokers: readonly string[],
  topic: string,
  { count, groupId, handled }: PlainConsumption,
): Promise<number> {
  const consumer = plainKafka(brokers).consumer({ groupId, allowAutoTopicCreation: false });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    return await secondsOf(
      () =>
        new Promise<void>((resolve, reject) => {
          let read = 0;
          consumer.on('consumer.crash', ({ payload }) => {
            reject(payload.error);
          });
          const run = consumer.run({
            eachBatch: async ({ batch }) => {
              read += batch.messages.length;
              await handled(read / count);
              if (read >= count) resolve();
            },
          });
          run.catch(reject);
        }),
    );
  } finally {
    await consumer.disconnect();
  }
}

interface PlainConsumption {
  readonly count: number;
  readonly groupId: string;
  /** Told after each batch what share of all records was read so far. */
  readonly handled: (share: number) => Promise<void>;
}

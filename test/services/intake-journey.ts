import { createTopic, KafkaClient, RecordWriter, TopicLog, type FetchedRecord } from '@redress/kafka';
import { newId } from '@redress/kernel';
import { redrive, type RedriveOptions } from '../../libs/intake/src/kafka/redrive';
import {
  IntakeConsumer,
  type IntakeConsumerOptions,
  type IntakeReport,
} from '../../libs/intake/src/kafka/intake-consumer';
import { intakeTopicDefinitions } from '../../libs/intake/src/kafka/topics';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';

export const PARTITIONS = 3;

/** What is written into the intake topic. */
export interface Written {
  readonly key?: string | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;
  readonly partition?: number;
}

/** A message in structured mode. */
export const structured = (type: string, id: string, data: unknown, more: object = {}): Written => ({
  value: JSON.stringify({
    specversion: '1.0',
    id,
    source: '/crm',
    type: `redress.intake.${type}.v1`,
    data,
    ...more,
  }),
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
});

/** The topics of intake with names of their own on a real broker, and what makes consumers of them. */
export class IntakeJourney {
  readonly prefix = `test-${newId()}.`;
  readonly topics = { intake: `${this.prefix}intake.v1`, deadLetter: `${this.prefix}intake.dead-letter.v1` };
  readonly reports: IntakeReport[] = [];
  readonly #writer: RecordWriter;
  readonly #consumers: IntakeConsumer[] = [];
  #heard: (() => void)[] = [];

  private constructor(readonly brokers: readonly string[]) {
    this.#writer = new RecordWriter({ brokers }, this.topics.intake);
  }

  static async begin(brokers: readonly string[]): Promise<IntakeJourney> {
    const journey = new IntakeJourney(brokers);
    for (const definition of intakeTopicDefinitions(journey.topics, PARTITIONS))
      await createTopic({ brokers }, definition);
    return journey;
  }

  consume(desk: IntakeConsumerOptions['desk']): IntakeConsumer {
    const { brokers, topics, prefix } = this;
    const consumer = IntakeConsumer.start({
      brokers,
      topics,
      groupPrefix: prefix,
      desk,
      sessionTimeoutMs: 6_000,
      backoff: { firstMs: 5, maxMs: 50 },
      report: (report) => {
        this.reports.push(report);
        for (const wake of this.#heard.splice(0)) wake();
      },
    });
    this.#consumers.push(consumer);
    return consumer;
  }

  /** Resolves when so many messages were put aside, by all consumers of this journey so far. */
  async putAside(count: number): Promise<void> {
    while (this.reports.filter(({ kind }) => kind === 'dead-lettered').length < count)
      await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  redrive(options: Partial<RedriveOptions> = {}) {
    const { brokers, topics, prefix } = this;
    return redrive({ brokers, topics, groupPrefix: prefix, ...options });
  }

  write(...written: readonly Written[]): Promise<void> {
    return this.#writer.write(
      written.map(({ key = null, value, headers = {}, partition = 0 }) => ({
        partition,
        message: { key, value, headers },
      })),
    );
  }

  /** All records of a topic, oldest first. */
  async read(topic: string, partition = 0): Promise<readonly FetchedRecord[]> {
    const client = new KafkaClient({ brokers: this.brokers });
    try {
      await client.connect(topic);
      const log = new TopicLog(client, topic);
      const { first, end } = await log.range(partition);
      const records: FetchedRecord[] = [];
      for (let offset = first; offset < end;) {
        const limits = { waitMs: 0, bytes: 1_000_000 };
        const [stretch] = await log.fetch(log.leaderOf(partition), [{ partition, offset }], limits);
        records.push(...(stretch?.records ?? []));
        offset = stretch?.next ?? end;
      }
      return records;
    } finally {
      await client.close();
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.#writer.close();
    const admin = new KafkaAdmin(this.brokers);
    for (const topic of Object.values(this.topics)) await admin.deleteTopic(topic).catch(() => undefined);
  }
}

import { createTopic, KEPT_FOR_EVER } from '@redress/kafka';
import { newId } from '@redress/kernel';
import { readSettings } from '@redress/platform';
import { KafkaAdmin } from '../../libs/kafka/src/testing/kafka-admin';
import type { BenchContext } from './bench';
import { listeningAt, type Program } from './cpu-times';
import { PARTITIONS } from './filled-store';

/** Why a bench that needs a broker is skipped. */
export const NO_BROKERS = 'it needs Kafka; set KAFKA_BROKERS, as `npm run services:up` prints it';

/** The brokers to measure with, as KAFKA_BROKERS names them; undefined: none. */
export const brokersGiven = (): readonly string[] | undefined => readSettings().kafka?.brokers;

/** Topics as the journal is, each with a name of its own. */
export class BenchTopics {
  readonly #made: string[] = [];

  constructor(private readonly brokers: readonly string[]) {}

  /** Makes one; gives the name. */
  async make(): Promise<string> {
    const topic = `bench-${newId()}`;
    const { brokers } = this;
    await createTopic({ brokers }, { topic, partitions: PARTITIONS, config: KEPT_FOR_EVER });
    this.#made.push(topic);
    return topic;
  }

  /** Removes all that were made. */
  async drop(): Promise<void> {
    const admin = new KafkaAdmin(this.brokers);
    for (const topic of this.#made.splice(0)) await admin.deleteTopic(topic);
  }
}

/** What works beside the product: the database, and the broker where it runs on this machine. */
export async function engines(
  { server }: Pick<BenchContext, 'server'>,
  brokers: readonly string[],
): Promise<readonly Program[]> {
  const postgres = await listeningAt('postgres', Number(new URL(server.url).port));
  const here = brokers.map((broker) => /^(?:127\.0\.0\.1|localhost):(\d+)$/.exec(broker)?.[1]);
  const port = here.find((found) => found !== undefined);
  return [
    ...postgres.map((program) => ({ ...program, withChildren: true })),
    ...(port === undefined ? [] : await listeningAt('kafka', Number(port))),
  ];
}

/** This process, which holds the product where that has none of its own. */
export const thisProcess = (name: string): Program => ({ name, pid: process.pid });

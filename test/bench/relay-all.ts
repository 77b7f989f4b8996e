import { KafkaRelay } from '@redress/event-feed/kafka';
import { eventFeedMigrations, PostgresRelayLeases } from '@redress/event-feed/postgres';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { migrate } from '@redress/platform';
import { Pool } from 'pg';

/** As many as the product gives its relay. */
const LEASE_CONNECTIONS = 2;

interface Relayed {
  /** From the beginning of the relay's term to the acknowledgement of the last batch. */
  readonly seconds: number;
  /** How many events there were in each batch. */
  readonly batches: readonly number[];
}

/** Publishes all that is in a filled store to a topic by the product's relay. Rejects where anything has to be tried again. */
export async function relayAll(
  databaseUrl: string,
  { brokers, topic }: { readonly brokers: readonly string[]; readonly topic: string },
): Promise<Relayed> {
  await migrate(databaseUrl, [eventFeedMigrations]);
  const pool = new Pool({ connectionString: databaseUrl, max: LEASE_CONNECTIONS });
  const store = new PostgresEventStore(databaseUrl, new SystemClock());
  const head = await store.head();
  if (head === undefined) throw new Error('there is nothing to publish');
  const batches: number[] = [];
  let relay: KafkaRelay | undefined;
  try {
    const seconds = await new Promise<number>((resolve, reject) => {
      let beganAt = performance.now();
      relay = KafkaRelay.start({
        brokers,
        topic,
        store,
        leases: new PostgresRelayLeases({ pool, topic }),
        report: (report) => {
          switch (report.kind) {
            case 'leading':
              beganAt = performance.now();
              return;
            case 'published':
              batches.push(report.events);
              if (report.position >= head) resolve((performance.now() - beganAt) / 1_000);
              return;
            case 'rewriting':
              reject(new Error('the topic was not new'));
              return;
            case 'refused':
            case 'failed':
              reject(report.error instanceof Error ? report.error : new Error('the relay has failed'));
          }
        },
      });
    });
    return { seconds, batches };
  } finally {
    await relay?.stop();
    await store.close();
    await pool.end();
  }
}

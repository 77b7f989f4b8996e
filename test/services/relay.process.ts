/**
 * A relay in a process of its own, to be killed: relay.process.ts DATABASE_URL BROKERS TOPIC LEASE_MS
 * Prints each report in a line of JSON.
 */
import { KafkaRelay } from '@redress/event-feed/kafka';
import { tellRelayProgress } from '@redress/event-feed';
import { PostgresChannels, PostgresRelayLeases } from '@redress/event-feed/postgres';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { Pool } from 'pg';

const [url = '', brokers = '', topic = '', leaseMs = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: url, max: 3 });
pool.on('error', () => undefined);

void PostgresChannels.open({ pool }).then((channels) =>
  KafkaRelay.start({
    brokers: brokers.split(','),
    topic,
    store: new PostgresEventStore(url, new SystemClock()),
    leases: new PostgresRelayLeases({ pool, topic, leaseMs: Number(leaseMs) }),
    batchSize: 20,
    backoff: { firstMs: 20, maxMs: 200 },
    onCaughtUp: (storeAt) => {
      tellRelayProgress(channels, topic, storeAt);
    },
    report: (report) => {
      const said = 'error' in report ? { ...report, error: String(report.error) } : report;
      process.stdout.write(`${JSON.stringify(said)}\n`);
    },
  }),
);

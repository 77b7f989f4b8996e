/** Keeps the timer rows in a process of its own: due-rows.process.ts DATABASE_URL. Prints a line when it has started. */
import { dueMarks } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { PostgresChannels } from '@redress/event-feed/postgres';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { CommitSignals, ProjectionRunner, ReadModelBroadcast } from '@redress/read-model';
import { Pool } from 'pg';
import { PARTITIONS } from './filled-store';

const [url = ''] = process.argv.slice(2);

function newPool(max: number): Pool {
  const pool = new Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}

async function start(): Promise<void> {
  const store = new PostgresEventStore(url, new SystemClock());
  const signals = new CommitSignals();
  ReadModelBroadcast.start({ channels: await PostgresChannels.open({ pool: newPool(1) }), signals });
  const runner = new ProjectionRunner({
    pool: newPool(6),
    feed: new LocalEventFeed(store, { partitions: PARTITIONS }),
    projections: [dueMarks],
    signals,
  });
  await runner.start();
  process.once('SIGTERM', () => void runner.stop().then(() => process.exit(0)));
  process.stdout.write('started\n');
}

void start();

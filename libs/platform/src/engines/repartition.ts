import { repartitionAutomations } from '@redress/automation/postgres';
import { Repartitioning } from '@redress/event-feed';
import { SystemClock } from '@redress/kernel';
import { repartitionReadModels } from '@redress/read-model';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { openPool, startDatabase } from '../database';
import { openEventStore } from './open-event-store';

/** Those of the pools of every process, and of its event store, but this one. */
const OTHERS = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND application_name IN ('redress', 'redress-event-store')`;

/**
 * Moves everything that hears the feed into FEED_PARTITIONS partitions, at the place where it stands: all of it, or nothing. Done already:
 * changes nothing. Throws a StartupError where a process still runs, or something has not handled all events.
 */
export async function repartition(settings: Settings): Promise<void> {
  const database = await startDatabase(settings);
  const pool = openPool(database.url, 1, () => undefined);
  try {
    const store = await openEventStore(settings, database.url, new SystemClock());
    try {
      const client = await pool.connect();
      // What was not committed ends with the connection.
      await moveAll(client, new Repartitioning(store, settings.feedPartitions)).finally(() => {
        client.release(true);
      });
    } finally {
      await store.close();
    }
  } finally {
    await pool.end();
    await database.stop();
  }
}

async function moveAll(
  client: Parameters<typeof repartitionReadModels>[0],
  move: Repartitioning,
): Promise<void> {
  const refuse = (mend: string): StartupError =>
    new StartupError('FEED_PARTITIONS', String(move.partitions), mend);
  if ((await client.query(OTHERS)).rowCount !== 0)
    throw refuse('Processes are still connected to the database. Stop every one, then try again.');
  await client.query('BEGIN');
  const behind = [
    ...(await repartitionReadModels(client, move)),
    ...(await repartitionAutomations(client, move)),
  ];
  if (behind.length > 0) {
    const mend = `These have not handled all events: ${behind.join(', ')}. Start relay, projector and automation as they were, wait until they are ready, stop them in order, and try again.`;
    throw refuse(mend);
  }
  await client.query('COMMIT');
}

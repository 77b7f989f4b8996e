import { LogEnds, type EventFeed } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import type { EventStore } from '@redress/event-store';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock } from '@redress/kernel';
import { learnMissingCalendar } from '@redress/policies';
import { dumpRows, ProjectionRunner, ReadModel, readModelMigrations, type Row } from '@redress/read-model';
import { createTestDatabase } from '@redress/testing';
import { PROJECTIONS } from '@redress/wiring';
import type { Pool } from 'pg';

const CAUGHT_UP_WITHIN_MS = 120_000;

/** All rows, by projection and table. */
export type AllRows = Readonly<Record<string, Readonly<Record<string, readonly Row[]>>>>;

export interface RebuildFrom {
  /** Where the events are. */
  readonly databaseUrl: string;
  /** Where the rows are that are compared. */
  readonly pool: Pool;
  /** Into how many partitions the live rows were fed. */
  readonly partitions: number;
}

/**
 * The rows as they are once they show every event of the store, beside those of a clean rebuild on a database of its own: what must be equal
 * whatever happened on the way.
 */
export async function beside({
  databaseUrl,
  pool,
  partitions,
}: RebuildFrom): Promise<{ readonly live: AllRows; readonly rebuilt: AllRows }> {
  const store = new PostgresEventStore(databaseUrl, new SystemClock());
  const feed = new LocalEventFeed(store, { partitions });
  const database = await createTestDatabase([readModelMigrations]);
  const runner = new ProjectionRunner({
    pool: database.pool,
    feed,
    projections: PROJECTIONS,
    learn: learnMissingCalendar(store),
  });
  try {
    await runner.start();
    for (;;) {
      const head = await store.head();
      await caughtUp(store, feed, database.pool);
      await caughtUp(store, feed, pool);
      const rows = { live: await allRows(pool), rebuilt: await allRows(database.pool) };
      // What happened meanwhile may be in one of them only.
      if ((await store.head()) === head) return rows;
    }
  } finally {
    await runner.stop();
    await feed.close();
    await store.close();
    await database.drop();
  }
}

/** Resolves when the rows show all that is in the store now. */
export async function caughtUp(store: EventStore, feed: EventFeed, pool: Pool): Promise<void> {
  const readModel = new ReadModel({ pool });
  const ends = await new LogEnds(store, feed).now();
  for (const { name } of PROJECTIONS) {
    for (const [partition, position] of ends) {
      const shown = await readModel.waitFor(name, partition, position, { timeoutMs: CAUGHT_UP_WITHIN_MS });
      if (!shown) throw new Error(`${name} has not come to the end of partition ${String(partition)}`);
    }
  }
  const parked = await readModel.parked();
  if (parked.length > 0) throw new Error(`parked: ${parked.map(({ reason }) => reason).join(', ')}`);
}

async function allRows(pool: Pool): Promise<AllRows> {
  const rows: Record<string, Record<string, Row[]>> = {};
  for (const projection of PROJECTIONS) rows[projection.name] = await dumpRows(pool, projection);
  return rows;
}

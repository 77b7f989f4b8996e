import { KafkaEventFeed } from '@redress/event-feed/kafka';
import { migrate } from '@redress/platform';
import { ProjectionRunner, readModelMigrations, type Projection } from '@redress/read-model';
import { Pool } from 'pg';
import type { FilledStore } from './filled-store';
import { ReadModels, type RowsWritten } from './read-models';

/** As many as the product gives its projections. */
const ROW_CONNECTIONS = 6;

interface Projecting {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly ends: FilledStore['ends'];
  readonly projections: readonly Projection[];
}

interface Projected {
  readonly seconds: number;
  /** Of the tables of all projections of the database, earlier ones too. */
  readonly rows: RowsWritten;
}

/** Keeps projections from a topic, as the product does, until they have handled all of it. Those that have are not kept again. */
export async function projectAll({
  databaseUrl,
  brokers,
  topic,
  ends,
  projections,
}: Projecting): Promise<Projected> {
  await migrate(databaseUrl, [readModelMigrations]);
  const readModels = await ReadModels.of(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: ROW_CONNECTIONS, pipeline: true });
  const failed = new AbortController();
  const feed = await KafkaEventFeed.open({
    brokers,
    topic,
    groupPrefix: `${topic}.`,
    onFailure: ({ error }) => {
      failed.abort(error);
    },
  });
  const runner = new ProjectionRunner({ pool, feed, projections });
  try {
    const beganAt = performance.now();
    await runner.start();
    await readModels.caughtUp(ends);
    const seconds = (performance.now() - beganAt) / 1_000;
    failed.signal.throwIfAborted();
    await runner.stop();
    await pool.end();
    return { seconds, rows: await readModels.rowsWritten() };
  } finally {
    await runner.stop();
    await feed.close();
    if (!pool.ended) await pool.end();
    await readModels.close();
  }
}

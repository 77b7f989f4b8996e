import { dueMarks } from '@redress/clocks';
import { LocalEventFeed } from '@redress/event-feed/local';
import { eventFeedMigrations } from '@redress/event-feed/postgres';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, type EpochMs } from '@redress/kernel';
import { migrate } from '@redress/platform';
import { ProjectionRunner, ReadModel, readModelMigrations } from '@redress/read-model';
import { Pool } from 'pg';
import type { BenchServer } from './bench-server';
import { dueCase, type DueCase } from './due-cases';
import { PARTITIONS } from './filled-store';

const PATIENCE_MS = 60_000;
const YEAR_MS = 365 * 24 * 3_600_000;
const MINUTE_MS = 60_000;

/** A database in which so many clocks are open that nothing falls due of this year: timer rows as the projection would have left them. */
export class OpenClocks {
  private constructor(
    readonly url: string,
    readonly store: PostgresEventStore,
    readonly pool: Pool,
    private readonly server: BenchServer,
    /** Of a case whose clocks go on, as the projection made it. */
    private readonly sample: object,
  ) {}

  static async open(server: BenchServer, waiting: number): Promise<OpenClocks> {
    const url = await server.createDatabase();
    await migrate(url, [eventStoreMigrations, readModelMigrations, eventFeedMigrations]);
    const store = new PostgresEventStore(url, new SystemClock());
    const pool = new Pool({ connectionString: url, max: 10 });
    pool.on('error', () => undefined);
    const clocks = new OpenClocks(url, store, pool, server, await sampleRow(store, pool));
    await clocks.#addRows(
      `SELECT 'waiting-' || n AS partition_key, 'complaint-waiting-' || n AS stream,
         $2::bigint + n * 1000 AS next_due_at FROM generate_series(1, $3::integer) AS n`,
      [Date.now() + YEAR_MS, waiting],
    );
    await pool.query('VACUUM (ANALYZE)');
    return clocks;
  }

  /** Puts cases on record: with `rows` their timer rows too, which else a projection must bring. */
  async register(
    count: number,
    { from, rows }: { readonly from: EpochMs; readonly rows: boolean },
  ): Promise<readonly DueCase[]> {
    const cases = Array.from({ length: count }, () => dueCase(from));
    await Promise.all(cases.map(({ stream, events }) => this.store.append(stream, 'none', events)));
    if (rows) {
      await this.#addRows(
        `SELECT partition_key, stream, next_due_at
           FROM json_to_recordset($2::json) AS due (partition_key text, stream text, next_due_at bigint)`,
        [
          JSON.stringify(
            cases.map(({ caseId, stream, dueAt }) => ({ partition_key: caseId, stream, next_due_at: dueAt })),
          ),
        ],
      );
      await this.pool.query('ANALYZE');
    }
    return cases;
  }

  /** Takes the timer rows of cases away that have been measured. */
  async forget(cases: readonly DueCase[]): Promise<void> {
    await this.pool.query('DELETE FROM read_model.due_marks WHERE partition_key = ANY($1::text[])', [
      cases.map(({ caseId }) => caseId),
    ]);
    await this.pool.query('VACUUM');
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.pool.end();
    await this.server.dropDatabase(this.url);
  }

  /** $1: the sample · `select`: partition_key, stream, next_due_at, with parameters from $2 on. */
  async #addRows(select: string, values: readonly unknown[]): Promise<void> {
    const { rows } = await this.pool.query<{ name: string }>(
      `SELECT quote_ident(attname) AS name FROM pg_attribute
        WHERE attrelid = 'read_model.due_marks'::regclass AND attnum > 0
          AND attname NOT IN ('partition_key', 'stream', 'next_due_at', 'look_at', 'fact_id')`,
    );
    const others = rows.map(({ name }) => name).join(', ');
    await this.pool.query({
      text: `INSERT INTO read_model.due_marks (partition_key, stream, fact_id, next_due_at, look_at, ${others})
        SELECT new.partition_key, new.stream, gen_random_uuid(), new.next_due_at, new.next_due_at, ${others.replace(/(\w+)/g, 'sample.$1')}
          FROM (${select}) AS new, json_populate_record(NULL::read_model.due_marks, $1::json) AS sample`,
      values: [JSON.stringify(this.sample), ...values],
    });
  }
}

/** Has the projection make its tables, and the row of one case. */
async function sampleRow(store: PostgresEventStore, pool: Pool): Promise<object> {
  const { caseId, stream, events } = dueCase(Date.now() - MINUTE_MS);
  const { position } = await store.append(stream, 'none', events);
  const feed = new LocalEventFeed(store, { partitions: PARTITIONS });
  const runner = new ProjectionRunner({ pool, feed, projections: [dueMarks] });
  await runner.start();
  const readModel = new ReadModel({ pool });
  await readModel.waitFor(dueMarks.name, feed.partitionOf(caseId), position, { timeoutMs: PATIENCE_MS });
  await runner.stop();
  await feed.close();
  const { rows } = await pool.query<{ row: object }>(
    'SELECT to_json(due) AS row FROM read_model.due_marks AS due WHERE partition_key = $1',
    [caseId],
  );
  const [sample] = rows;
  if (sample === undefined) throw new Error('the projection made no timer row');
  await pool.query('DELETE FROM read_model.due_marks');
  return { ...sample.row, told_until: null };
}

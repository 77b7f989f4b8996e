import { Client } from 'pg';
import { secondsOf } from './measure';
import type { RowsWritten } from './read-models';

const BATCH_ROWS = 500;
const SAMPLES = 5_000;

/** Where the rows go, and what they look like. */
interface Target {
  /** $1: the rows as JSON. */
  readonly upsert: { readonly name: string; readonly text: string };
  readonly samples: readonly object[];
}

/**
 * Seconds that it takes to upsert so many rows in batches by plain SQL, on one connection: rows of a queue, into a table with the columns, key
 * and index of the product's own. New and changed ones come in the shares in which the product wrote them. Nothing is read, folded or remembered.
 */
export async function plainUpserts(databaseUrl: string, { inserted, updated }: RowsWritten): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { upsert, samples } = await makeTarget(client);
    const total = inserted + updated;
    let there = 0;
    return await secondsOf(async () => {
      for (let done = 0; done < total; done += BATCH_ROWS) {
        const size = Math.min(BATCH_ROWS, total - done);
        const areNew = there < size || there / inserted < done / total;
        const rows = Array.from({ length: size }, (_, n) =>
          plainRow(samples, areNew ? there + n : changedRow(n, there), done),
        );
        if (areNew) there += size;
        await client.query({ ...upsert, values: [JSON.stringify(rows)] });
      }
    });
  } finally {
    await client.end();
  }
}

async function makeTarget(client: Client): Promise<Target> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = 'read_model' AND tablename LIKE 'queue\\_entries\\_\\_g%'`,
  );
  const [queue] = tables;
  if (queue === undefined) throw new Error('the product keeps no queues');
  await client.query('DROP TABLE IF EXISTS plain_upserts');
  await client.query(`CREATE TABLE plain_upserts (LIKE ${queue.name} INCLUDING ALL)`);
  const { rows } = await client.query<{ row: object }>(
    `SELECT to_json(entry) AS row FROM ${queue.name} AS entry LIMIT ${String(SAMPLES)}`,
  );
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute
      WHERE attrelid = 'plain_upserts'::regclass AND attnum > 0 AND attname <> 'partition_key'`,
  );
  const overwrite = columns.map(({ name }) => `${name} = excluded.${name}`).join(', ');
  const text = `INSERT INTO plain_upserts SELECT * FROM json_populate_recordset(NULL::plain_upserts, $1::json)
    ON CONFLICT (partition_key) DO UPDATE SET ${overwrite}`;
  return { upsert: { name: 'bench.upsert', text }, samples: rows.map(({ row }) => row) };
}

/** The n-th row to be changed of a batch: among the newest, as the cases are that people work on. */
const changedRow = (n: number, there: number): number =>
  there - 1 - n * Math.max(1, Math.floor(Math.min(there, 10 * BATCH_ROWS) / BATCH_ROWS));

function plainRow(samples: readonly object[], row: number, version: number): object {
  const sample = samples[row % samples.length];
  if (sample === undefined) throw new Error('the queues are empty');
  const key = `0198c1a0-0000-7000-8000-${String(row).padStart(12, '0')}`;
  return { ...sample, partition_key: key, order_key: `${String(version)}/${key}` };
}

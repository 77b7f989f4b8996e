import { Client } from 'pg';
import { secondsOf } from './measure';
import type { RowsWritten } from './read-models';

const BATCH_ROWS = 500;
const SAMPLES = 5_000;
const TEAMS = 12;

/** Where the rows go, and what they look like. */
interface Target {
  /** $1: the rows as JSON. */
  readonly upsert: { readonly name: string; readonly text: string };
  readonly samples: readonly object[];
}

/** Seconds that it takes to upsert so many rows by plain SQL. */
export async function plainUpserts(databaseUrl: string, rows: RowsWritten): Promise<number> {
  const upserts = await PlainUpserts.open(databaseUrl, rows);
  try {
    return await secondsOf(() => upserts.upTo(1));
  } finally {
    await upserts.close();
  }
}

/**
 * So many rows upserted in batches by plain SQL, on one connection: rows of a queue, into a table with the columns, key and index of the
 * product's own. New and changed ones come in the shares in which the product wrote them. Nothing is read, folded or remembered.
 */
export class PlainUpserts {
  #done = 0;
  #there = 0;

  private constructor(
    private readonly client: Client,
    private readonly target: Target,
    private readonly inserted: number,
    private readonly total: number,
  ) {}

  static async open(databaseUrl: string, { inserted, updated }: RowsWritten): Promise<PlainUpserts> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return new PlainUpserts(client, await makeTarget(client), inserted, inserted + updated);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** Writes on until this share of all rows is there: as long as there are whole batches, and at 1 the rest. */
  async upTo(share: number): Promise<void> {
    const until = Math.floor(share * this.total);
    while (until - this.#done >= BATCH_ROWS) await this.#write(BATCH_ROWS);
    if (share === 1 && this.#done < this.total) await this.#write(this.total - this.#done);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async #write(size: number): Promise<void> {
    const { upsert, samples } = this.target;
    const [done, there] = [this.#done, this.#there];
    const areNew = there < size || there / this.inserted < done / this.total;
    const rows = Array.from({ length: size }, (_, n) =>
      plainRow(samples, areNew ? there + n : changedRow(n, there), done),
    );
    if (areNew) this.#there += size;
    await this.client.query({ ...upsert, values: [JSON.stringify(rows)] });
    this.#done += size;
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
  const { rows: columns } = await client.query<{ name: string; is_key: boolean }>(
    `SELECT quote_ident(attname) AS name, attnum = ANY (indkey) AS is_key
       FROM pg_attribute JOIN pg_index ON indrelid = attrelid AND indisprimary
      WHERE attrelid = 'plain_upserts'::regclass AND attnum > 0`,
  );
  const key = columns.filter(({ is_key }) => is_key).map(({ name }) => name);
  const others = columns.filter(({ is_key }) => !is_key).map(({ name }) => `${name} = excluded.${name}`);
  const text = `INSERT INTO plain_upserts SELECT * FROM json_populate_recordset(NULL::plain_upserts, $1::json)
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${others.join(', ')}`;
  return { upsert: { name: 'bench.upsert', text }, samples: rows.map(({ row }) => row) };
}

/** The n-th row to be changed of a batch: among the newest, as the cases are that people work on. */
const changedRow = (n: number, there: number): number =>
  there - 1 - n * Math.max(1, Math.floor(Math.min(there, 10 * BATCH_ROWS) / BATCH_ROWS));

/** A case that somebody works on: those that have ended are in no queue, and so in no index. */
function plainRow(samples: readonly object[], row: number, version: number): object {
  const sample = samples[row % samples.length];
  if (sample === undefined) throw new Error('the queues are empty');
  const key = `0198c1a0-0000-7000-8000-${String(row).padStart(12, '0')}`;
  return {
    ...sample,
    partition_key: key,
    stream: `complaint-${key}`,
    queue_kind: 'team',
    queue_name: `team-${String(row % TEAMS)}`,
    order_key: `${String(version)}/${key}`,
  };
}

import { randomBytes } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool } from 'pg';
import { migrate, type MigrationSet } from '@redress/platform';

/** A database of its own for one spec. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** On the same pool. Type it with `db.withTables<…>()`. */
  readonly db: Kysely<Record<string, Record<string, unknown>>>;
  /** Ends the pool and removes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

/** The server that the test run was given or has started: `TEST_DATABASE_URL`. Throws where there is none. */
export function testServerUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined)
    throw new Error('TEST_DATABASE_URL is not set: run the specs through jest.config.js, or set it');
  return url;
}

/** Makes an empty database on the server of the test run and migrates it. */
export async function createTestDatabase(sets: readonly MigrationSet[] = []): Promise<TestDatabase> {
  const server = testServerUrl();
  const name = `test_${String(process.pid)}_${randomBytes(5).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = (): Promise<void> => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  try {
    await migrate(url.href, sets);
  } catch (error) {
    await drop();
    throw error;
  }
  // As the read models have theirs; whoever waits for each answer notices nothing of it.
  const pool = new Pool({ connectionString: url.href, max: 10, pipeline: true });
  pool.on('error', () => undefined); // an idle connection that a test has cut
  return {
    url: url.href,
    pool,
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    drop: async () => {
      if (!pool.ended) await pool.end();
      await drop();
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startDatabase } from '@redress/platform';

/** The built-in PostgreSQL, started by the very code and with the very settings of `npm start`, in a folder of its own. */
export interface BenchServer {
  /** In words, with the version. */
  readonly description: string;
  /** Of a database that every server has. */
  readonly url: string;
  /** A new empty database; gives its URL. */
  createDatabase(): Promise<string>;
  /** Removes a database that `createDatabase` has made, whoever is still connected to it. */
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-bench-'));
  await chmod(dataDir, 0o755); // PostgreSQL runs as another user where this process is root's
  const database = await startDatabase({ dataDir });
  let made = 0;
  return {
    description: database.description.replace(/ on .*/, ''),
    url: database.url,
    async createDatabase() {
      const name = `bench_${String(++made)}`;
      await onServer(database.url, `CREATE DATABASE ${name}`);
      const url = new URL(database.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async dropDatabase(url) {
      await onServer(database.url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
      // What a run has left to be written must not be paid for by the next one.
      await onServer(database.url, 'CHECKPOINT');
    },
    async stop() {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

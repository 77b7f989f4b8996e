import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { StartupError } from '../../libs/platform/src/config/startup-error';
import { readSettings } from '../../libs/platform/src/config/settings';
import { startDatabase } from '../../libs/platform/src/database/start-database';

/**
 * A process that owns the database of its environment, for the fault tests: it says what happens to it in lines of JSON, and
 * does what it is told on standard input. `write` inserts rows without pause and reports each that was acknowledged.
 */
async function ownDatabase(): Promise<void> {
  const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const began = performance.now();
  const database = await startDatabase(readSettings(), {
    note: (note) => {
      say({ note });
    },
    lost: (error) => {
      say({ lost: error.message });
    },
  });
  const milliseconds = Math.round(performance.now() - began);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void (async () => {
        await pause(200); // draining: the database must still be there for the last append
        await insert(database.url, signal);
        await database.stop();
        say({ stopped: signal });
        process.exit(0);
      })();
    });
  }
  // Last: whoever reads the URL may send a signal at once.
  say({ url: database.url, description: database.description, milliseconds });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'write') write(database.url, say).catch(() => undefined);
    if (line === 'stop') break;
  }
  await database.stop();
  say({ stopped: 'stop' });
  process.exit(0);
}

async function insert(url: string, what: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS written (what text)');
  await client.query('INSERT INTO written VALUES ($1)', [what]);
  await client.end();
}

/** Until the server cuts it off. */
async function write(url: string, say: (line: object) => void): Promise<void> {
  await insert(url, 'first');
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  for (let n = 0; ; n++) {
    await client.query('INSERT INTO written VALUES ($1)', [String(n)]);
    say({ written: String(n) });
  }
}

ownDatabase().catch((error: unknown) => {
  process.stderr.write(error instanceof StartupError ? `${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
});

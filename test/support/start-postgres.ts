import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../libs/platform/src/database/start-database';

/**
 * Ends the server and removes its folder as soon as this process is gone, by whatever end: jest skips its teardown on Ctrl-C.
 * Standard input is a pipe from this process, so its end is that of the process.
 */
const AFTERWARDS = `
  cat > /dev/null
  pid=$(head -n 1 "$1/postgres/postmaster.pid" 2> /dev/null)
  if [ -n "$pid" ]; then
    kill -QUIT "$pid"
    while kill -0 "$pid" 2> /dev/null; do sleep 0.05; done
  fi
  rm -rf "$1"`;

/** Gives the run a PostgreSQL: that of TEST_DATABASE_URL, else one of its own for as long as it lasts. */
export default async function startPostgres(): Promise<void> {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return;
  const dataDir = await mkdtemp(join(tmpdir(), 'redress-test-'));
  const afterwards = spawn('/bin/sh', ['-c', AFTERWARDS, 'sh', dataDir], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  afterwards.unref();
  // A Socket at run time, which alone can let go of the event loop.
  if (afterwards.stdin instanceof Socket) afterwards.stdin.unref();
  const database = await startDatabase({ dataDir });
  process.env['TEST_DATABASE_URL'] = database.url;
  globalThis.stopTestPostgres = database.stop;
}

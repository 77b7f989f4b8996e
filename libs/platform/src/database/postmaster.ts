import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fchownSync, fstatSync, openSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartupError } from '../config/startup-error';
import { program, type Binaries } from './binaries';
import { whyItFailed } from './cluster';
import type { DataHome } from './data-home';
import { isAlive, nativeEnvironment, run, statusLine } from './native-process';
import { reasonOf } from './reason-of';

/** The server process on a cluster, as its `postmaster.pid` tells. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** Durable, for a machine that is shared with node; and no statement or value in the log, which may hold personal data. */
const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  max_parallel_workers_per_gather: '0',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Replaying the log of a crash takes seconds; a start that takes longer than this is stuck. */
const START_TIMEOUT_MS = 300_000;

/** Memory of a killed server stays in use until its last backend has noticed that. */
const GIVE_UP_PREDECESSOR_MS = 10_000;

/** The server that runs on the cluster, or is about to; undefined: none. A mark that was left behind counts as none. */
export async function runningPostmaster(home: DataHome): Promise<Postmaster | undefined> {
  const lines = (await readFile(markOf(home), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await isPostgres(pid))) return undefined;
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

function markOf({ cluster }: DataHome): string {
  return join(cluster, 'postmaster.pid');
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const line = statusLine(pid) || (await run('ps', ['-o', 'comm=', '-p', String(pid)], '/')).output;
  return line.includes('postgres');
}

/** Another program listens on the port. */
export class PortTaken extends StartupError {}

/**
 * Starts the server in a session of its own, so that a Ctrl-C meant for node does not stop it before the last append.
 * Resolves when it takes connections. Throws PortTaken, else a StartupError naming DATA_DIR with what the server said.
 */
export async function startPostmaster(home: DataHome, binaries: Binaries, port: number): Promise<void> {
  const giveUpAt = Date.now() + GIVE_UP_PREDECESSOR_MS;
  for (;;) {
    const said = await tryStart(home, binaries, port).catch(String);
    if (said === undefined) return;
    if (
      /"postmaster.pid" already exists/.test(said) &&
      (await runningPostmaster(home)) === undefined &&
      Date.now() < giveUpAt
    ) {
      // The number it names went to another program, or to a dead process that nobody collects: in containers, both happen.
      // Should a process of that server be left after all, its shared memory still keeps a second one out.
      await rm(markOf(home), { force: true });
      continue;
    }
    if (/could not create any TCP\/IP sockets/.test(said)) {
      throw new PortTaken(
        'DATA_DIR',
        home.base,
        `Port ${String(port)}, on which PostgreSQL is to listen, is taken. Stop what takes it.`,
      );
    }
    if (!/pre-existing shared memory block/.test(said) || Date.now() > giveUpAt)
      throw whyItFailed(home, said);
    await pause(200);
  }
}

/** What the server said before it ended; undefined: it runs. */
async function tryStart(home: DataHome, binaries: Binaries, port: number): Promise<string | undefined> {
  const log = await openLog(home);
  const settings = Object.entries({ ...SERVER_SETTINGS, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(program(binaries, 'postgres'), ['-D', home.cluster, ...settings], {
    ...home.runAs,
    cwd: home.base,
    env: nativeEnvironment(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended: string | undefined;
  const end = once(child, 'exit').then(
    async () =>
      (ended = (await readFile(home.log)).subarray(log.size).toString() || 'it ended without a word'),
    (error: unknown) => (ended = reasonOf(error).message),
  );
  closeSync(log.fd);
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (ended === undefined) {
    const running = await runningPostmaster(home);
    if (running !== undefined && running.pid === child.pid && running.status === 'ready') break;
    if (Date.now() > giveUpAt) child.kill('SIGQUIT');
    await Promise.race([end, pause(10)]);
  }
  child.unref();
  return ended;
}

/** Opens the log at its end; `size`: what is in it. A big one makes room first; one predecessor is kept. */
async function openLog({ log, runAs }: DataHome): Promise<{ fd: number; size: number }> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  if (size > LOG_LIMIT_BYTES) await rename(log, `${log}.1`);
  const fd = openSync(log, 'a', 0o600);
  if (runAs !== undefined) fchownSync(fd, runAs.uid, runAs.gid);
  return { fd, size: fstatSync(fd).size };
}

/** Stops the server that runs on the cluster, if any: its clients are cut off, what they committed is on disk. */
export async function stopPostmaster(home: DataHome, binaries: Binaries): Promise<void> {
  const running = await runningPostmaster(home);
  if (running === undefined) return;
  const stop = (mode: string, seconds: number): ReturnType<typeof run> =>
    run(
      program(binaries, 'pg_ctl'),
      ['stop', '-D', home.cluster, '-m', mode, '-w', '-t', String(seconds)],
      home.base,
      home.runAs,
    );
  // `immediate` leaves out the last checkpoint: the next start replays the log instead.
  if ((await stop('fast', 60)).code !== 0) {
    const { code, output } = await stop('immediate', 20);
    if (code !== 0 && (await runningPostmaster(home)) !== undefined) throw whyItFailed(home, output);
  }
  while (isAlive(running.pid)) await pause(5);
}

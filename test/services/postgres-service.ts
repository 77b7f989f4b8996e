import { spawn } from 'node:child_process';
import { chmodSync, chownSync, closeSync, openSync } from 'node:fs';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, nativeEnvironment, run, type RunAs } from '../../libs/platform/src/database/native-process';
import { closedTo, serverUser } from '../../libs/platform/src/database/server-user';
import { claimPort, noteRunning, runningIn, ServiceError, stopRunning } from './service-process';

const ROLE = 'redress';
const START_WITHIN_MS = 60_000;

/** Starts PostgreSQL from the system's packages in a folder of its own, where it does not run yet. Gives its URL. */
export async function startPostgres(
  folder: string,
  options: { readonly port: number; readonly note: (line: string) => void },
): Promise<string> {
  const running = await runningIn(folder);
  if (running !== undefined) return urlOf(running.port);
  const { port, note } = options;
  const programs = await findPrograms();
  await claimPort('PostgreSQL', port, '--postgres-port');
  await mkdir(folder, { recursive: true });
  const runAs = await unprivileged(folder, note);
  const cluster = join(folder, 'data');
  const made = await access(join(cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (!made) {
    note('PostgreSQL: making a database cluster');
    await must(join(programs, 'initdb'), initialise(cluster), folder, runAs);
  }
  const log = join(folder, 'log');
  const pid = startServer(join(programs, 'postgres'), { cluster, port, log, folder, runAs });
  await noteRunning(folder, { pid, port });
  await takesConnections({ programs, port, pid, log });
  const created = await run(
    join(programs, 'createdb'),
    ['-h', '127.0.0.1', '-p', String(port), '-U', ROLE, ROLE],
    '/',
  );
  if (created.code !== 0 && !created.output.includes('already exists')) {
    throw new ServiceError(`PostgreSQL: no database could be made: ${created.output}`);
  }
  return urlOf(port);
}

/** `fast`: cuts its clients off; what they committed is on disk. */
export const stopPostgres = (folder: string): Promise<boolean> =>
  stopRunning(folder, { signal: 'SIGINT', withinMs: 60_000 });

const urlOf = (port: number): string => `postgres://${ROLE}@127.0.0.1:${String(port)}/${ROLE}`;

const initialise = (cluster: string): string[] => [
  ...['-D', cluster, '-U', ROLE, '--auth=trust', '--locale=C.UTF-8', '--encoding=UTF8'],
];

/** The folder of the newest server's programs. Throws a ServiceError where there are none. */
export async function findPrograms(): Promise<string> {
  const packaged = '/usr/lib/postgresql';
  const versions = await readdir(packaged).catch((): string[] => []);
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [
    ...newestFirst.map((version) => join(packaged, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  for (const folder of folders) {
    const found = await access(join(folder, 'initdb')).then(
      () => true,
      () => false,
    );
    if (found) return folder;
  }
  throw new ServiceError(
    'PostgreSQL: its server programs (initdb, postgres) are not on this machine. Install them: apt-get install postgresql',
  );
}

/** PostgreSQL does not run as root: another user, who must be able to reach the folder. */
async function unprivileged(folder: string, note: (line: string) => void): Promise<RunAs | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const user = await serverUser(folder, note);
  const closed = await closedTo(user, folder);
  if (closed !== undefined) {
    throw new ServiceError(
      `PostgreSQL: it does not run as root, and ${user.name} may not enter ${closed}. Give a folder that may be entered: --dir /var/lib/redress-services`,
    );
  }
  chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o755);
  return user;
}

function startServer(
  program: string,
  server: {
    readonly cluster: string;
    readonly port: number;
    readonly log: string;
    readonly folder: string;
    readonly runAs: RunAs | undefined;
  },
): number {
  const log = openSync(server.log, 'w');
  const settings = [`port=${String(server.port)}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  // In a session of its own: a Ctrl-C in the terminal that started it is not meant for it.
  const child = spawn(program, ['-D', server.cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...server.runAs,
    cwd: server.folder,
    env: nativeEnvironment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new ServiceError(`PostgreSQL: ${program} can't be started`);
  return child.pid;
}

async function takesConnections(server: {
  readonly programs: string;
  readonly port: number;
  readonly pid: number;
  readonly log: string;
}): Promise<void> {
  const giveUpAt = Date.now() + START_WITHIN_MS;
  const ask = ['-h', '127.0.0.1', '-p', String(server.port), '-U', ROLE, '-d', 'postgres'];
  while ((await run(join(server.programs, 'pg_isready'), ask, '/')).code !== 0) {
    if (!isAlive(server.pid) || Date.now() > giveUpAt) {
      throw new ServiceError(`PostgreSQL: it did not start. ${await readFile(server.log, 'utf8')}`);
    }
    await pause(50);
  }
}

async function must(
  program: string,
  args: readonly string[],
  folder: string,
  runAs: RunAs | undefined,
): Promise<void> {
  const { code, output } = await run(program, args, folder, runAs);
  if (code !== 0) throw new ServiceError(`PostgreSQL: ${program} failed: ${output}`);
}

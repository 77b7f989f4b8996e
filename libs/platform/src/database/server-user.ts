import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartupError } from '../config/startup-error';
import { run, type RunAs } from './native-process';

/** The user that the built-in PostgreSQL runs as when root starts Redress: PostgreSQL refuses to run as root. */
export interface ServerUser extends RunAs {
  readonly name: string;
}

/** A system user of this name is added where the machine has neither it nor `postgres`. */
const OWN_USER = 'redress';

/** Finds that user, or adds one; `note` is told when it was added. Throws a StartupError where it can't be. */
export async function serverUser(dataDir: string, note: (line: string) => void): Promise<ServerUser> {
  const existing = (await lookUp(OWN_USER)) ?? (await lookUp('postgres'));
  if (existing !== undefined) return existing;
  const args = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_USER];
  const { output } = await run('/usr/sbin/useradd', args, '/');
  const added = await lookUp(OWN_USER);
  if (added === undefined) {
    const mend = `PostgreSQL does not run as root, and no user could be added for it (${output || 'useradd failed'}). Start as an ordinary user, or add a system user named ${OWN_USER}.`;
    throw new StartupError('DATA_DIR', dataDir, mend);
  }
  note(`added the system user ${OWN_USER}: PostgreSQL does not run as root`);
  return added;
}

async function lookUp(name: string): Promise<ServerUser | undefined> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name], '/'), run('id', ['-g', name], '/')]);
  if (uid.code !== 0 || gid.code !== 0) return undefined;
  return { name, uid: Number(uid.output), gid: Number(gid.output) };
}

/** The first folder on the way to `folder` (itself included) that the user may not enter; undefined: none. */
export async function closedTo(user: RunAs, folder: string): Promise<string | undefined> {
  const parent = dirname(folder);
  const above = parent === folder ? undefined : await closedTo(user, parent);
  if (above !== undefined) return above;
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? folder : undefined;
}

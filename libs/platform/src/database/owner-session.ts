import { Client, DatabaseError } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './native-process';

/** Any number will do, as long as it stays. */
const OWNER_LOCK = 7_302_115_002;

const NAME = 'redress-owner-';

/** A killed owner's connection is closed by the kernel at once; the server notices when it next looks. */
const GHOST_TIMEOUT_MS = 5_000;

/** Another process owns the data. */
export class OwnedByAnother extends Error {
  override readonly name = 'OwnedByAnother';

  constructor(readonly pid: number) {
    super(`owned by process ${String(pid)}`);
  }
}

/**
 * Makes this process the owner of the data: a session of the server that holds a lock. So the lock dies with the process,
 * however it dies, and needs no file that could be stale.
 *
 * Rejects with OwnedByAnother where a live process holds it, and as `pg` does where the server can't be reached.
 */
export async function becomeOwner(url: string): Promise<Client> {
  const giveUpAt = Date.now() + GHOST_TIMEOUT_MS;
  const session = new Client({
    connectionString: url,
    application_name: `${NAME}${String(process.pid)}`,
    connectionTimeoutMillis: 5_000,
  });
  session.on('error', () => undefined); // 'end' follows, and is looked at
  try {
    await session.connect();
    while (!(await tryLock(session))) {
      const pid = await ownerOf(session);
      if (pid !== undefined && (isAlive(pid) || Date.now() > giveUpAt)) throw new OwnedByAnother(pid);
      await pause(20);
    }
    return session;
  } catch (error) {
    await session.end();
    throw error;
  }
}

/** Cuts off the clients of an owner that died, so that nothing of theirs is committed after this. */
export async function cutOffOthers(session: Client): Promise<void> {
  await session.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
}

/** Whether the server is there but takes no connections: it starts, recovers or shuts down. */
export function isTransient(error: unknown): boolean {
  // 57P0x: shut down by the administrator, crashed, can't connect now; 53300: all connections taken. Without a code: the connection ended or timed out.
  return error instanceof DatabaseError
    ? /^(57P0|53300)/.test(error.code ?? '')
    : !(error instanceof OwnedByAnother);
}

async function tryLock(session: Client): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    OWNER_LOCK,
  ]);
  return rows[0]?.locked === true;
}

async function ownerOf(session: Client): Promise<number | undefined> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND a.application_name LIKE $1`,
    [`${NAME}%`],
  );
  const name = rows[0]?.name;
  return name === undefined ? undefined : Number(name.slice(NAME.length));
}

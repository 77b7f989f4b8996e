import { Client } from 'pg';
import { showDatabaseUrl } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { reasonOf } from './reason-of';

/** The oldest PostgreSQL that every statement was tried on. */
const OLDEST_MAJOR = 15;

const CONNECT_TIMEOUT_MS = 10_000;

/** What a server says of itself. */
export interface ServerFacts {
  /** As `server_version_num`: 150004 is 15.4. */
  readonly version: number;
  readonly fsync: string;
  readonly synchronousCommit: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly mayCreate: boolean;
}

const FACTS = `
  SELECT current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync,
         current_setting('synchronous_commit') AS "synchronousCommit", current_setting('server_encoding') AS encoding,
         pg_is_in_recovery() AS standby, has_database_privilege(current_database(), 'CREATE') AS "mayCreate"`;

/**
 * Looks whether the server of DATABASE_URL can be trusted with the facts, and says in words what it is. Throws a StartupError
 * where it can't be reached, is too old, or would lose what it has acknowledged.
 */
export async function checkServer(url: string): Promise<string> {
  const shown = showDatabaseUrl(url);
  const facts = await ask(url).catch((error: unknown) => {
    throw new StartupError('DATABASE_URL', shown, whyUnreachable(error));
  });
  const unfit = whyUnfit(facts);
  if (unfit !== undefined) throw new StartupError('DATABASE_URL', shown, unfit);
  return `PostgreSQL ${String(majorOf(facts))} at ${shown}`;
}

/** Why Redress can't use such a server, and the mend; undefined: it can. */
export function whyUnfit(facts: ServerFacts): string | undefined {
  if (majorOf(facts) < OLDEST_MAJOR) {
    return `The server is PostgreSQL ${String(majorOf(facts))}. Give one of version ${String(OLDEST_MAJOR)} or later.`;
  }
  if (facts.fsync !== 'on') {
    return 'The server runs with fsync = off and loses acknowledged facts when its machine stops. Set fsync = on and reload it.';
  }
  if (facts.synchronousCommit === 'off') {
    return 'The server acknowledges before it has written (synchronous_commit = off). Set it to on, for database and user too.';
  }
  if (facts.encoding !== 'UTF8')
    return `The database is encoded in ${facts.encoding}. Create it with ENCODING 'UTF8'.`;
  if (facts.standby) return 'The server is a standby, which takes no writes. Give its primary.';
  if (!facts.mayCreate)
    return 'The user may not create schemas there. GRANT CREATE ON DATABASE to that user.';
  return undefined;
}

function majorOf({ version }: ServerFacts): number {
  return Math.floor(version / 10_000);
}

async function ask(url: string): Promise<ServerFacts> {
  const client = new Client({
    connectionString: url,
    application_name: 'redress',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined); // the query tells
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(FACTS);
    const facts = rows[0];
    if (facts === undefined) throw new Error('it gives no answer');
    return facts;
  } finally {
    await client.end();
  }
}

const NO_ANSWER = 'No server answers there. Start it, or mend host and port.';
const NO_HOST = 'There is no such host. Mend the host.';
const NOT_LET_IN = 'The server refuses this user and password. Mend them, or let the user in by pg_hba.conf.';

/** By the code of the system or of PostgreSQL. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: NO_ANSWER,
  EHOSTUNREACH: NO_ANSWER,
  ENETUNREACH: NO_ANSWER,
  ETIMEDOUT: NO_ANSWER,
  ENOTFOUND: NO_HOST,
  EAI_AGAIN: NO_HOST,
  '28P01': NOT_LET_IN,
  '28000': NOT_LET_IN,
  '3D000': 'There is no such database on the server. Create it, or mend the name.',
  '42501': 'The user may not connect to this database. GRANT CONNECT ON DATABASE to that user.',
};

/** In words that carry nothing of the URL but what is shown anyway. */
function whyUnreachable(error: unknown): string {
  const { code, message } = reasonOf(error);
  return (
    UNREACHABLE[code ?? ''] ?? `The server can't be used (${code ?? message}). Mend the URL or the server.`
  );
}

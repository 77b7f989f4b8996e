import type { Settings } from '../config/settings';
import { checkServer } from './server-check';
import { EmbeddedServer, type DatabaseEvents } from './embedded-server';

/** The database that Redress runs on. */
export interface Database {
  readonly url: string;
  /** Where the data lie, in words; free of secrets. */
  readonly description: string;
  /** Stops what was started; a server that was given runs on. */
  stop(): Promise<void>;
}

/**
 * The server of DATABASE_URL, once it is found fit; else the built-in PostgreSQL on DATA_DIR, which is started. Throws a
 * StartupError that names the setting and the mend.
 */
export async function startDatabase(
  { databaseUrl, dataDir }: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  { note = () => undefined, lost = () => undefined }: Partial<DatabaseEvents> = {},
): Promise<Database> {
  if (databaseUrl !== undefined) {
    return { url: databaseUrl, description: await checkServer(databaseUrl), stop: () => Promise.resolve() };
  }
  const server = await EmbeddedServer.start(dataDir, { note, lost });
  return { url: server.url, description: server.description, stop: () => server.stop() };
}

import { existsSync } from 'node:fs';
import type { EventStore } from '@redress/event-store';
import { SystemClock } from '@redress/kernel';
import { showDatabaseUrl, type Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { startDatabase } from '../database';
import { openEventStore } from './open-event-store';

/** The log of events by itself. */
export interface OpenLog {
  readonly store: EventStore;
  stop(): Promise<void>;
}

/**
 * Opens the log that Redress keeps on these settings, for a command that only reads it: nothing is made, migrated or published. Throws a
 * StartupError where there is none, or where the built-in database belongs to a process that runs.
 */
export async function openLog(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir' | 'kurrentDbUrl'>,
): Promise<OpenLog> {
  const { databaseUrl, dataDir } = settings;
  if (databaseUrl === undefined && !existsSync(dataDir)) {
    const mend =
      'Redress keeps no data here. Give the folder that it keeps them in, or set DATABASE_URL to its server.';
    throw new StartupError('DATA_DIR', dataDir, mend);
  }
  const database = await startDatabase(settings);
  try {
    const store = await openEventStore(settings, database.url, new SystemClock());
    const stop = async (): Promise<void> => {
      await store.close();
      await database.stop();
    };
    await store.head().catch(async () => {
      await store.close();
      const mend = 'There is no log of events here. Name where Redress keeps it.';
      throw databaseUrl === undefined
        ? new StartupError('DATA_DIR', dataDir, mend)
        : new StartupError('DATABASE_URL', showDatabaseUrl(databaseUrl), mend);
    });
    return { store, stop };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

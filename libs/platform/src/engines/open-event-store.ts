import type { EventStore } from '@redress/event-store';
import { KurrentEventStore } from '@redress/event-store/kurrent';
import { PostgresEventStore } from '@redress/event-store/postgres';
import type { Clock } from '@redress/kernel';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';

/** The event store of KURRENTDB_URL, else that of the database. Throws StartupError where KurrentDB gives no answer. */
export async function openEventStore(
  { kurrentDbUrl }: Pick<Settings, 'kurrentDbUrl'>,
  databaseUrl: string,
  clock: Clock,
): Promise<EventStore & { close(): Promise<void> }> {
  if (kurrentDbUrl === undefined) return new PostgresEventStore(databaseUrl, clock);
  try {
    const store = new KurrentEventStore(kurrentDbUrl, clock);
    await store.head().catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    return store;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The address may hold a password.
    throw new StartupError('KURRENTDB_URL', '(not shown)', `KurrentDB can't be used: ${reason}.`);
  }
}

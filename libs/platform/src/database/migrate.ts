import { Kysely, Migrator, PostgresDialect, type Migration } from 'kysely';
import { Pool } from 'pg';
import { reasonOf } from './reason-of';

/**
 * The migrations of one part of Redress, in a schema of its own. Names sort in the order in which they run (`0001-events`); a
 * migration that was released is never edited. A lib exports this shape and imports nothing for it but kysely's `Migration`.
 */
export interface MigrationSet {
  readonly schema: string;
  readonly migrations: Readonly<Record<string, Migration>>;
}

/**
 * Brings the database to the newest state of all sets, in the order given. Done already: changes nothing. Several processes at
 * once: for each set one works and the others wait, by the migrator's own lock. Throws where a migration fails (nothing of what
 * its set was to add stays) or where the database was migrated by a newer Redress.
 */
export async function migrate(url: string, sets: readonly MigrationSet[]): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1, application_name: 'redress-migrate' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    for (const set of sets) await migrateSet(db, set);
  } finally {
    await db.destroy();
  }
}

async function migrateSet(db: Kysely<unknown>, { schema, migrations }: MigrationSet): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: schema,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const reason = reasonOf(error).message;
  throw new Error(`migration ${failed ?? 'as a whole'} of schema ${schema} failed: ${reason}`, {
    cause: error,
  });
}

import { sql, type Kysely } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../testing/src/test-database';
import { migrate, type MigrationSet } from './migrate';

const created = (table: string): { up: (db: Kysely<unknown>) => Promise<void> } => ({
  up: async (db) => {
    await db.schema.createTable(table).addColumn('n', 'integer').execute();
  },
});

const counting = (schema: string): MigrationSet => ({
  schema,
  migrations: {
    '0001-table': created(`${schema}.runs`),
    '0002-row': {
      up: async (db) => {
        await sql`INSERT INTO ${sql.table(`${schema}.runs`)} VALUES (1)`.execute(db);
      },
    },
  },
});

let database: TestDatabase;

async function runs(schema: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(`SELECT count(*) FROM ${schema}.runs`);
  return Number(rows[0]?.count);
}

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  await database.drop();
});

describe('migrate', () => {
  it('runs each migration once, however often it is called', async () => {
    for (let time = 0; time < 2; time++) await migrate(database.url, [counting('one'), counting('other')]);
    expect([await runs('one'), await runs('other')]).toEqual([1, 1]);
  });

  it('runs each migration once, however many call it at once', async () => {
    const sets = [counting('one'), counting('other')];
    await Promise.all(Array.from({ length: 8 }, () => migrate(database.url, sets)));
    expect([await runs('one'), await runs('other')]).toEqual([1, 1]);
  });

  it('runs what was added since', async () => {
    const before = counting('one');
    await migrate(database.url, [before]);
    const after = { ...before, migrations: { ...before.migrations, '0003-more': created('one.more') } };
    await migrate(database.url, [after]);
    await expect(database.pool.query('SELECT * FROM one.more')).resolves.toMatchObject({ rowCount: 0 });
  });

  it('leaves nothing of a set that fails half-way, and says which migration it was', async () => {
    const set = counting('one');
    const broken: MigrationSet = {
      ...set,
      migrations: { ...set.migrations, '0003-broken': created('nowhere.table') },
    };
    await expect(migrate(database.url, [broken])).rejects.toThrow(
      /^migration 0003-broken of schema one failed: schema "nowhere" does not exist$/,
    );
    await expect(runs('one')).rejects.toThrow('does not exist');
    await migrate(database.url, [set]);
    expect(await runs('one')).toBe(1);
  });

  it('refuses a database that a newer Redress has migrated', async () => {
    const now = counting('one');
    const newer = { ...now, migrations: { ...now.migrations, '0003-newer': created('one.newer') } };
    await migrate(database.url, [newer]);
    await expect(migrate(database.url, [now])).rejects.toThrow(/0003-newer/);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, SYSTEM_ACTOR, VirtualClock } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { Pool } from 'pg';
import { PersonalDataCorrupt, PersonalDataUnavailable } from '../errors';
import { newKey } from './sealing';
import { MasterKeyError, personalDataMigrations, PostgresPersonalData } from '.';

const DETAILS = {
  name: 'Ada Lovelace',
  phones: ['+44 20 7946 0958', '13800138000'],
  email: 'ada@analytical.example',
  address: '12 St James Square 圣詹姆斯广场',
  language: 'en-GB',
  reference: 'CRM-1815',
};
const TEXTS = ['The heating has been off since Monday', '退款 please'];
const READER = { actor: SYSTEM_ACTOR, purpose: 'case-view', correlationId: 'c-1' };

describe('personal data in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresPersonalData;
  let folder: string;
  let erasureFile: string;
  const masterKey = newKey();
  const clock = new VirtualClock(Date.UTC(2026, 2, 1));

  beforeEach(async () => {
    database = await createTestDatabase([personalDataMigrations]);
    folder = await mkdtemp(join(tmpdir(), 'redress-personal-'));
    erasureFile = join(folder, 'erasures');
    store = await open();
  });
  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const open = (): Promise<PostgresPersonalData> =>
    PostgresPersonalData.open({ pool: database.pool, masterKey, clock, erasureFile });

  const someone = async (details = {}): Promise<{ customerId: string; refs: string[] }> => {
    const texts = TEXTS.map((text) => ({ ref: newId(), purpose: 'note', text }));
    const { customerId } = await store.findOrCreateCustomer({ proposedId: newId(), details, texts });
    return { customerId, refs: texts.map(({ ref }) => ref) };
  };

  /** Every row of every table of the schema, as text. */
  const everything = async (): Promise<string> => {
    const tables = await database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'personal_data' ORDER BY 1`,
    );
    expect(tables.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['access', 'customer', 'free_text', 'master_key']),
    );
    const rows = await Promise.all(
      tables.rows.map(({ name }) =>
        database.pool.query<{ row: string }>(`SELECT t::text AS row FROM personal_data.${name} t`),
      ),
    );
    return rows.flatMap((result) => result.rows.map(({ row }) => row)).join('\n');
  };

  it('holds none of the names, numbers and texts that went in, in whatever spelling', async () => {
    const { customerId, refs } = await someone(DETAILS);
    await store.readCustomer(customerId, READER);
    await store.getTexts(refs, READER);
    const dump = (await everything()).toLowerCase();
    expect(dump).toContain(customerId);
    const words = [
      ...Object.values(DETAILS).flat(),
      ...TEXTS,
      '442079460958',
      'Lovelace',
      'heating',
      '退款',
      masterKey.toString('hex'),
    ];
    for (const word of words) {
      const bytes = Buffer.from(word);
      for (const spelling of [word, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')]) {
        expect(dump).not.toContain(spelling.toLowerCase());
      }
    }
  });

  it('seals equal texts and details differently', async () => {
    await someone(DETAILS);
    await someone({ ...DETAILS, reference: 'CRM-1816' });
    const sealed = await database.pool.query(
      `SELECT sealed_text FROM personal_data.free_text UNION SELECT sealed_details FROM personal_data.customer`,
    );
    expect(sealed.rowCount).toBe(6);
  });

  describe('rows changed from outside', () => {
    const byteFlipped = (column: string): string =>
      `${column} = set_byte(${column}, 40, get_byte(${column}, 40) # 1)`;
    const ofOther = (column: string): string =>
      `(SELECT ${column} FROM personal_data.customer WHERE id = $2)`;

    it.each([
      ['a changed text', 'free_text', byteFlipped('sealed_text')],
      ['a text cut short', 'free_text', `sealed_text = substr(sealed_text, 1, 20)`],
      [
        'texts swapped',
        'free_text',
        `sealed_text = (SELECT o.sealed_text FROM personal_data.free_text o WHERE o.ref <> free_text.ref LIMIT 1)`,
      ],
      ['a text given another purpose', 'free_text', `purpose = 'praise'`],
      [
        'a text given to another customer',
        'free_text',
        `customer_id = (SELECT max(id) FROM personal_data.customer)`,
      ],
      ['a changed key', 'customer', byteFlipped('sealed_key')],
    ])('%s does not open', async (_, table, change) => {
      const { customerId, refs } = await someone(DETAILS);
      await someone();
      const key = table === 'customer' ? 'id' : 'customer_id';
      await database.pool.query(`UPDATE personal_data.${table} SET ${change} WHERE ${key} = $1`, [
        customerId,
      ]);
      await expect(store.getTexts(refs)).rejects.toThrow(PersonalDataCorrupt);
    });

    it.each([
      ['changed details', byteFlipped('sealed_details')],
      ['a changed key', byteFlipped('sealed_key')],
      ['the details of somebody else', `sealed_details = ${ofOther('sealed_details')}`],
      [
        'the key and the details of somebody else',
        `sealed_key = ${ofOther('sealed_key')}, sealed_details = ${ofOther('sealed_details')}`,
      ],
    ])('a customer with %s does not open, and others do', async (_, change) => {
      const { customerId } = await someone({ name: 'Ada' });
      const other = await someone({ name: 'Grace' });
      await database.pool.query(`UPDATE personal_data.customer SET ${change} WHERE id = $1 AND id <> $2`, [
        customerId,
        other.customerId,
      ]);
      await expect(store.customer(customerId)).rejects.toThrow(PersonalDataCorrupt);
      await expect(store.customer(customerId)).rejects.not.toThrow(/Ada|Grace/);
      expect(await store.customer(other.customerId)).toEqual({ name: 'Grace' });
    });
  });

  describe('an erasure', () => {
    it('leaves the id, the instant and the list of readers in the tables, and no other trace', async () => {
      const { customerId, refs } = await someone(DETAILS);
      await store.readCustomer(customerId, READER);
      await store.erase(customerId);
      const customer = await database.pool.query<Record<string, unknown>>(
        'SELECT * FROM personal_data.customer',
      );
      expect(
        Object.keys(customer.rows[0] ?? {}).filter((column) => customer.rows[0]?.[column] !== null),
      ).toEqual(['id', 'erased_at']);
      const dump = await everything();
      for (const ref of refs) expect(dump).not.toContain(ref);
      expect(dump.split('\n').filter((row) => row.includes(customerId))).toHaveLength(2);
    });

    it('said again keeps the instant of the first', async () => {
      const { customerId } = await someone();
      await store.erase(customerId);
      const first = await everything();
      clock.advanceTo(clock.now() + 1000);
      await store.erase(customerId);
      await (await open()).erase(customerId);
      expect(await everything()).toBe(first);
      expect(first).toContain('2026-03-01 ');
    });

    it('leaves no row of a text that was being written at the same moment', async () => {
      for (let round = 0; round < 30; round += 1) {
        const { customerId } = await someone();
        const late = Array.from({ length: 10 }, () =>
          store.putTexts(customerId, [{ ref: newId(), purpose: 'note', text: 'late' }]),
        );
        const [, ...refused] = await Promise.allSettled([store.erase(customerId), ...late]);
        for (const one of refused)
          if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'customer-erased' });
      }
      expect((await database.pool.query('SELECT FROM personal_data.free_text')).rowCount).toBe(0);
    });

    it('holds against a backup that is put back, by the list outside of the database', async () => {
      const erased = await someone(DETAILS);
      const stays = await someone({ name: 'Grace' });
      const tables = ['customer', 'free_text'];
      for (const table of tables)
        await database.pool.query(`CREATE TABLE backup_${table} AS TABLE personal_data.${table}`);
      await store.erase(erased.customerId);
      for (const table of tables) {
        await database.pool.query(`TRUNCATE personal_data.${table}`);
        await database.pool.query(`INSERT INTO personal_data.${table} SELECT * FROM backup_${table}`);
      }
      expect(await store.customer(erased.customerId)).toEqual(DETAILS);

      const restored = await open();
      expect(await restored.customer(erased.customerId)).toBeUndefined();
      expect(await restored.getTexts(erased.refs)).toEqual(new Map());
      expect(await restored.findByNumber({ reference: DETAILS.reference })).toEqual([]);
      expect(await restored.customer(stays.customerId)).toEqual({ name: 'Grace' });
      expect((await restored.getTexts(stays.refs)).size).toBe(2);
    });

    it('is listed outside again where that list was lost', async () => {
      const { customerId } = await someone(DETAILS);
      await store.erase(customerId);
      await rm(erasureFile);
      await open();
      await database.pool.query('DELETE FROM personal_data.customer');
      const reopened = await open();
      await expect(reopened.putTexts(customerId, [])).rejects.toMatchObject({ code: 'customer-erased' });
    });
  });

  describe('the master key', () => {
    it('is known again by every later start, and another one is refused in one line', async () => {
      await expect(open()).resolves.toBeDefined();
      const wrong = PostgresPersonalData.open({ pool: database.pool, masterKey: newKey(), clock });
      await expect(wrong).rejects.toThrow(MasterKeyError);
      await expect(wrong).rejects.toThrow(/^MASTER_KEY is not the key of this data: [^\n]+$/);
    });

    it('is one, where two processes with different keys start at once on empty tables', async () => {
      await database.pool.query('DELETE FROM personal_data.master_key');
      const starts = [newKey(), newKey()].map((key) =>
        PostgresPersonalData.open({ pool: database.pool, masterKey: key, clock }),
      );
      const ends = (await Promise.allSettled(starts)).map(({ status }) => status);
      expect(ends.sort()).toEqual(['fulfilled', 'rejected']);
    });
  });

  describe('a database that fails', () => {
    it('is reported as unavailable where nothing answers', async () => {
      const pool = new Pool({ host: '127.0.0.1', port: 1 });
      await expect(PostgresPersonalData.open({ pool, masterKey, clock })).rejects.toThrow(
        PersonalDataUnavailable,
      );
      await pool.end();
    });

    it('is reported as unavailable to every call under way, and serves again by itself', async () => {
      const { customerId, refs } = await someone();
      const calls = Array.from({ length: 200 }, () => [
        store.putTexts(customerId, [{ ref: newId(), purpose: 'note', text: 'x' }]),
        store.getTexts(refs),
      ]).flat();
      const settled = Promise.allSettled(calls);
      await database.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      for (const call of await settled)
        if (call.status === 'rejected') expect(call.reason).toBeInstanceOf(PersonalDataUnavailable);
      expect((await store.getTexts(refs)).size).toBe(2);
    });
  });
});

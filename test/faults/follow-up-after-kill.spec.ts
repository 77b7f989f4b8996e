import type { CallbackScheduled } from '@redress/callbacks';
import type { ComplaintSplit } from '@redress/complaints';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, type RecordedEvent } from '@redress/kernel';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { OwnProcess } from './own-process';

const WRITERS = 32;
const ACKNOWLEDGED = 300;
const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  customer: { name: 'Nobody' },
};
const PART = { category: 'delivery', description: 'Something else.' };

describe('killed between what was told to cases and what follows on other streams: follow-ups, and parts split off', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let dataDir: string;
  let redress: OwnProcess;
  /** Cases whose resolving was acknowledged, and their splitting. */
  const resolved = new Set<string>();
  const divided = new Set<string>();

  const start = () => OwnProcess.start(dataDir, { DATABASE_URL: database.url });

  beforeAll(async () => {
    database = await createTestDatabase([]);
    dataDir = await OwnProcess.dataDir();
    redress = await start();
    store = new PostgresEventStore(database.url, new SystemClock());
    const { child, enough } = resolveMany(redress);
    await enough;
    await child.kill();
  }, 120_000);

  afterAll(async () => {
    await redress.stop();
    await store.close();
    await database.drop();
    await OwnProcess.remove(dataDir);
  });

  /** Registers and resolves cases from many writers until the process is killed. */
  function resolveMany(child: OwnProcess): { child: OwnProcess; enough: Promise<void> } {
    const enough = new Promise<void>((done) => {
      const write = async (): Promise<void> => {
        for (;;) {
          const { id } = (await (await child.post('/v1/complaints', CASE)).json()) as { id: string };
          const answer = await child.post(`/v1/complaints/${id}/resolve`, {});
          if (answer.status === 200) resolved.add(id);
          if ((await child.post(`/v1/complaints/${id}/split`, PART)).status === 200) divided.add(id);
          if (divided.size >= ACKNOWLEDGED) done();
        }
      };
      for (let writer = 0; writer < WRITERS; writer++) void write().catch(() => undefined); // killed
    });
    return { child, enough };
  }

  const events = async (type: string): Promise<RecordedEvent[]> =>
    (await store.readAll({ limit: 1_000_000 })).filter((event) => event.type === type);
  /** How many follow-ups each case has that has any. */
  async function followUps(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const event of (await events('CallbackScheduled')) as RecordedEvent<CallbackScheduled>[]) {
      const { complaintId, purpose } = event.data;
      if (complaintId !== null && purpose === 'follow-up')
        counts.set(complaintId, (counts.get(complaintId) ?? 0) + 1);
    }
    return counts;
  }

  /** What was split off of each case, and how often it was registered. */
  async function parts(): Promise<ReadonlyMap<string, number>> {
    const registered = (await events('ComplaintRegistered')).map(({ partitionKey }) => partitionKey);
    const splits = (await events('ComplaintSplit')) as RecordedEvent<ComplaintSplit>[];
    return new Map(
      splits.map(({ partitionKey, data: { into } }) => [
        partitionKey,
        registered.filter((id) => id === into).length,
      ]),
    );
  }

  /** Resolves when the process says that it is ready: then its automations have come to the end of the log. */
  async function ready(): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const { status } = await redress.get('/health/ready');
      if (status === 200) return;
    }
    throw new Error('it did not get ready');
  }

  it('left acknowledged cases without them', async () => {
    const scheduled = await followUps();
    expect([...resolved].filter((id) => !scheduled.has(id)).length).toBeGreaterThan(0);
    expect([...(await parts()).values()]).toContain(0);
  });

  it('schedules one, and only one, for every resolved case once it runs again', async () => {
    redress = await start();
    await ready();
    const scheduled = await followUps();
    const onRecord = (await events('ComplaintResolved')).map(({ partitionKey }) => partitionKey);
    expect(onRecord).toEqual(expect.arrayContaining([...resolved]));
    expect(new Map(onRecord.map((id) => [id, scheduled.get(id)]))).toEqual(
      new Map(onRecord.map((id) => [id, 1])),
    );
  }, 120_000);

  it('registers what was split off, once', async () => {
    const counts = await parts();
    expect([...counts.keys()]).toEqual(expect.arrayContaining([...divided]));
    expect(new Set(counts.values())).toEqual(new Set([1]));
  });

  it('adds nothing where every event is seen a second time, all of them in a burst', async () => {
    const before = await store.head();
    await redress.kill();
    // As if it had been killed before any checkpoint was written.
    await database.pool.query('DELETE FROM automation.checkpoints');
    redress = await start();
    await ready();
    const { rows } = await database.pool.query<{ seen: string }>(
      'SELECT count(DISTINCT automation) AS seen FROM automation.checkpoints',
    );
    expect(Number(rows[0]?.seen)).toBeGreaterThan(0);
    expect(await store.readAll({ ...(before === undefined ? {} : { after: before }), limit: 10 })).toEqual(
      [],
    );
  }, 120_000);
});

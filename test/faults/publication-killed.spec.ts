import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresEventStore } from '@redress/event-store/postgres';
import { SystemClock, type Position, type RecordedEvent } from '@redress/kernel';
import { progressOf, type PublicationProgressed } from '@redress/policies';
import { createTestDatabase, type TestDatabase } from '@redress/testing';
import { beside } from '../support/clean-rebuild';
import { OwnProcess } from './own-process';

const CASES = 320;
const WRITERS = 16;
/** In the middle of the second step: each takes a hundred cases. */
const KILLED_AFTER = 150;
const PARTITIONS = 8;
const CASE = {
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  priority: 3,
  customer: { name: 'Nobody' },
};

const policy = (resolution: string): string =>
  `name: long\nrules:\n  - targets:\n      resolution: { within: ${resolution} }\n`;

describe('a publication for open cases whose process is killed while it carries it out', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  let dataDir: string;
  let redress: OwnProcess;
  let ids: readonly string[];
  /** What was on record when the process was gone. */
  let whenKilled: { readonly told: number; readonly progress: PublicationProgressed['data'] | undefined };

  beforeAll(async () => {
    database = await createTestDatabase([]);
    dataDir = await OwnProcess.dataDir();
    const file = join(dataDir, 'long.yaml');
    await writeFile(file, policy('PT9H'));
    const environment = {
      DATABASE_URL: database.url,
      POLICY: file,
      FEED_PARTITIONS: String(PARTITIONS),
    };
    redress = await OwnProcess.start(dataDir, environment);
    store = new PostgresEventStore(database.url, new SystemClock());
    ids = await registerMany();
    const before = await store.head();
    await publish();
    await tellsOf(KILLED_AFTER, before);
    await redress.kill();
    whenKilled = { told: (await changes()).length, progress: (await progress()).at(-1) };
    redress = await OwnProcess.start(dataDir, environment);
    await recorded(({ type, data }) => isProgress(type) && (data as { state: string }).state === 'done');
  }, 120_000);

  afterAll(async () => {
    await redress.stop();
    await store.close();
    await database.drop();
    await OwnProcess.remove(dataDir);
  });

  async function registerMany(): Promise<readonly string[]> {
    const registered: string[] = [];
    let left = CASES;
    const write = async (): Promise<void> => {
      while (left-- > 0) {
        const answer = await redress.post('/v1/complaints', CASE);
        registered.push(((await answer.json()) as { id: string }).id);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, write));
    return registered;
  }

  async function publish(): Promise<void> {
    const headers = { Authorization: `Bearer ${redress.supervisorToken}` };
    const draft = await redress.post('/v1/policies/long/drafts', { text: policy('PT5H') }, headers);
    const terms = { draft: ((await draft.json()) as { draft: number }).draft, scope: 'open-cases' };
    const answer = await redress.post('/v1/policies/long/publish', terms, headers);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ version: 2 })]);
  }

  /** Resolves when an event is on the log that is looked for. */
  async function recorded(wanted: (event: RecordedEvent) => boolean, after?: Position): Promise<void> {
    const stop = new AbortController();
    const from = after === undefined ? {} : { after };
    for await (const events of store.follow({ ...from, signal: stop.signal })) {
      if (events.some(wanted)) stop.abort();
    }
  }
  const tellsOf = (count: number, after?: Position): Promise<void> => {
    let told = 0;
    return recorded(({ type }) => type === 'ComplaintPolicyChanged' && ++told === count, after);
  };
  const changes = async (): Promise<readonly string[]> =>
    (await store.readAll({ limit: 1_000_000 }))
      .filter(({ type }) => type === 'ComplaintPolicyChanged')
      .map(({ partitionKey }) => partitionKey);
  const progress = async () =>
    (await progressOf(store, { name: 'long', version: 2 })).map(({ data }) => data);

  it('had told some cases of a step whose end was not recorded', () => {
    expect(whenKilled.told).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(whenKilled.told).toBeLessThan(CASES);
    expect(whenKilled.progress).toMatchObject({ state: 'running' });
    expect(whenKilled.progress?.done).toBeLessThan(whenKilled.told);
  });

  it('has told every case once when it runs again, and says how far it came at each step', async () => {
    expect((await changes()).toSorted()).toEqual(ids.toSorted());
    const steps = await progress();
    expect(steps.map(({ done, changed, state }) => ({ done, changed, state }))).toEqual([
      ...[0, 100, 200, 300].map((done) => ({ done, changed: done, state: 'running' })),
      { done: CASES, changed: CASES, state: 'done' },
    ]);
    expect(new Set(steps.map(({ total }) => total))).toEqual(new Set([CASES]));
  });

  it('shows what a clean rebuild shows', async () => {
    const { live, rebuilt } = await beside({
      databaseUrl: database.url,
      pool: database.pool,
      partitions: PARTITIONS,
    });
    expect(live).toEqual(rebuilt);
  }, 60_000);
});

const isProgress = (type: string): boolean => type === 'PublicationProgressed';

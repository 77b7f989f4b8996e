import { LocalEventFeed } from '@redress/event-feed/local';
import type { RecordedEvent } from '@redress/kernel';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import { dumpRows, ProjectionRunner, readModelMigrations, type Projection } from '.';
import { caseBoard, caseStep, expectedRows } from './fixtures/case-board';

const PARTITIONS = 4;

describe('the projection runner', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    await database.drop();
  });

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 1_000_000 });

  async function append(cases: number, from: number, to: number): Promise<void> {
    for (let step = from; step < to; step++) {
      for (let n = 0; n < cases; n++) await store.append(`complaint-c${String(n)}`, 'any', [caseStep(`c${String(n)}`, step)]);
    }
  }

  async function start(...projections: Projection[]) {
    const feed = new LocalEventFeed(store, { partitions: PARTITIONS, backoff: { firstMs: 5, maxMs: 50 }, onFailure: (f) => console.log(f) });
    const runner = new ProjectionRunner({ pool: database.pool, feed, projections, report: (r) => console.log(r) });
    await runner.start();
    stops.push(async () => { await runner.stop(); await feed.close(); });
    return { feed, runner };
  }

  it('smoke', async () => {
    await append(20, 0, 14);
    await start(caseBoard);
    await new Promise((r) => setTimeout(r, 1500));
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });
});

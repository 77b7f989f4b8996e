import { Repartitioning } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import {
  createTestDatabase,
  InMemoryEventStore,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { dumpRows, readModelMigrations, repartitionReadModels, type Projection } from '.';
import { caseBoard, caseStep, expectedRows } from './fixtures/case-board';
import { inTransaction } from './transaction';

const IDS = Array.from({ length: 12 }, (_, n) => `c${String(n)}`);

describe('read models in another number of partitions', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let process: ProjectionProcess;
  let isBroken: boolean;

  const delicate: Projection = {
    ...caseBoard,
    apply: (event, rows) => {
      if (isBroken && event.partitionKey === 'c7' && event.type === 'CaseAssigned') throw new Error('broken');
      caseBoard.apply(event, rows);
    },
  };
  const start = (partitions: number) =>
    startProjections({
      store,
      pool: database.pool,
      projections: [delicate],
      feed: new LocalEventFeed(store, { partitions }),
    });
  const append = async (steps: readonly number[]): Promise<void> => {
    for (const step of steps)
      for (const id of IDS) await store.append(`complaint-${id}`, 'any', [caseStep(id, step)]);
  };
  const move = (partitions: number) =>
    inTransaction(database.pool, (client) =>
      repartitionReadModels(client, new Repartitioning(store, partitions)),
    );
  const rowsAreRight = async (): Promise<void> => {
    const events = await store.readAll({ limit: 10_000 });
    expect(await dumpRows(database.pool, delicate)).toEqual(expectedRows(caseBoard, events));
  };

  beforeEach(async () => {
    isBroken = false;
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    process = await start(4);
  });
  afterEach(async () => {
    await process.stop();
    await database.drop();
  });

  it.each([1, 9])('go on where they stood (%s)', async (partitions) => {
    await append([0, 1]);
    await process.shown(caseBoard.name);
    await process.stop();
    expect(await move(partitions)).toEqual([]);
    expect(await move(partitions)).toEqual([]);
    process = await start(partitions);
    await append([2, 3]);
    await process.shown(caseBoard.name);
    await rowsAreRight();
  });

  it('take along what is parked, and what waits behind it', async () => {
    isBroken = true;
    await append([0, 1, 2, 3]);
    await process.shown(caseBoard.name);
    await process.stop();
    const parked = await process.readModel.parkedCounts();
    expect(await move(9)).toEqual([]);
    process = await start(9);
    expect(await process.readModel.parkedCounts()).toEqual(parked);
    await append([4]);
    await process.shown(caseBoard.name);
    isBroken = false;
    expect(await process.runner.retryParked(caseBoard.name)).toMatchObject({ stillParked: 0 });
    await rowsAreRight();
  });

  it('are named where they do not show everything', async () => {
    await append([0]);
    await process.shown(caseBoard.name);
    await process.stop();
    await append([1]);
    expect(await move(9)).toEqual([caseBoard.name]);
  });
});

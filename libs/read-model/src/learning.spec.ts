import type { RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { dumpRows, readModelMigrations, type Learn, type Projection } from '.';
import { caseBoard, caseStep, expectedRows } from './fixtures/case-board';

/** A fold asked for a team that came out after this process had begun. */
class TeamUnknown extends Error {
  constructor(readonly team: string) {
    super(`there is no team ${team}`);
  }
}

describe('an event that names what this process has yet to learn', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let process: ProjectionProcess;
  let teams: Set<string>;
  let asked: unknown[];

  /** Its cases are applied step by step, each by a team of its own. */
  const byTeam: Projection = {
    ...caseBoard,
    apply: (event, rows) => {
      const team = `${event.partitionKey}-${event.type}`;
      rows.put('board_timeline', { seq: 99, type: 'left over', at: 0 });
      if (!teams.has(team)) throw new TeamUnknown(team);
      rows.delete('board_timeline', 99);
      caseBoard.apply(event, rows);
    },
  };

  const start = async (learn: Learn): Promise<void> => {
    process = await startProjections({
      store,
      pool: database.pool,
      projections: [byTeam],
      learn: (thrown) => {
        asked.push(thrown);
        return learn(thrown);
      },
    });
  };

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    teams = new Set();
    asked = [];
  });
  afterEach(async () => {
    await process.stop();
    await database.drop();
  });

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 10_000 });
  const live = async (from = 0): Promise<void> => {
    for (let step = from; step < 6; step++) {
      for (const id of ['c1', 'c2', 'c3']) await store.append(`complaint-${id}`, 'any', [caseStep(id, step)]);
    }
  };
  const shown = (): Promise<void> => process.shown('case-board');
  const takeUp: Learn = (thrown) => {
    if (!(thrown instanceof TeamUnknown)) return Promise.resolve(false);
    teams.add(thrown.team);
    return Promise.resolve(true);
  };

  it('is applied once that is learnt, with all that comes after it', async () => {
    await live();
    await start(takeUp);
    await shown();
    expect(await process.readModel.parked()).toEqual([]);
    expect(await dumpRows(database.pool, byTeam)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is parked where nobody knows it, and applied by a retry once somebody does', async () => {
    let isOut = false;
    await start((thrown) => {
      const isKept = thrown instanceof TeamUnknown && thrown.team === 'c2-CaseTagged' && !isOut;
      return isKept ? Promise.resolve(false) : takeUp(thrown);
    });
    await live();
    await shown();
    const parked = await process.readModel.parked();
    expect(parked.map(({ partitionKey, type }) => [partitionKey, type])).toEqual([
      ['c2', 'CaseTagged'],
      ['c2', 'ClockStopped'],
      ['c2', 'CaseClosed'],
    ]);
    isOut = true;
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 3, stillParked: 0 });
    expect(await dumpRows(database.pool, byTeam)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is not asked about for ever where what was learnt is no help', async () => {
    await start(() => Promise.resolve(true));
    await store.append('complaint-c1', 'any', [caseStep('c1', 0)]);
    await shown();
    expect(asked).toHaveLength(1);
    expect((await process.readModel.parked()).map(({ type }) => type)).toEqual(['CaseOpened']);
  });

  it('waits, and is not parked, while it can not be asked about', async () => {
    let failures = 3;
    await start((thrown) =>
      failures-- > 0 ? Promise.reject(new Error('the store is away')) : takeUp(thrown),
    );
    await live();
    await shown();
    expect(failures).toBeLessThanOrEqual(0);
    expect(process.failures.length).toBeGreaterThanOrEqual(3);
    expect(await process.readModel.parked()).toEqual([]);
    expect(await dumpRows(database.pool, byTeam)).toEqual(expectedRows(caseBoard, await all()));
  });
});

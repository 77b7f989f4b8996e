import { VirtualClock, type Position, type RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  ManualFeed,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import fc from 'fast-check';
import { dumpRows, Folding, Past, readModelMigrations, type Projection, type Row } from '.';
import { caseBoard, caseEvent, caseStep, expectedRows } from './fixtures/case-board';

/** The board of cases, each of its tables with a history. */
const pastBoard: Projection = {
  ...caseBoard,
  tables: Object.fromEntries(
    Object.entries(caseBoard.tables).map(([name, table]) => [
      name,
      {
        ...table,
        history: name === 'board_cases' ? { indexes: [{ columns: ['owner'], where: 'open' }] } : {},
      },
    ]),
  ),
};

const PARTITIONS = 3;
const CASES = ['a', 'b', 'c', 'd', 'e'];

/** What is appended, at the same instant or `later`: a step in the life of a case, or the end of its timeline, which deletes rows. */
const traffic = fc.array(
  fc.record({
    of: fc.nat({ max: CASES.length - 1 }),
    purge: fc.nat({ max: 9 }).map((n) => n === 0),
    later: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('the history of rows', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let clock: VirtualClock;
  let process: ProjectionProcess | undefined;

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    clock = new VirtualClock(Date.UTC(2026, 0, 5));
    store = new InMemoryEventStore(clock);
  });
  afterEach(async () => {
    await process?.stop();
    await database.drop();
  });

  /** From nothing. */
  async function again(): Promise<void> {
    await process?.stop();
    await database.drop();
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore(clock);
  }

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 10_000 });

  async function start(feed?: ManualFeed): Promise<ProjectionProcess> {
    const { pool } = database;
    const options = { store, pool, projections: [pastBoard] };
    process = await startProjections(feed === undefined ? options : { ...options, feed });
    return process;
  }

  /** Appends traffic, and nothing to a case that is not open yet but its opening. */
  async function append(
    steps: readonly { readonly of: number; readonly purge: boolean; readonly later: boolean }[],
  ): Promise<void> {
    const lived = new Map<string, number>();
    for (const { of, purge, later } of steps) {
      const caseId = CASES[of] ?? '';
      const step = lived.get(caseId) ?? 0;
      const event = purge && step > 0 ? caseEvent(caseId, 'CasePurged') : caseStep(caseId, step);
      lived.set(caseId, step + 1);
      if (later) clock.advanceTo(clock.now() + 1_000);
      await store.append(`complaint-${caseId}`, 'any', [event]);
    }
  }

  /** What the rows must have been at every instant, by the last position of it and by a plain fold. */
  async function everyState(): Promise<Map<Position, Record<string, Row[]>>> {
    const events = await all();
    return new Map(
      events.flatMap(({ position, recordedAt }, at) =>
        events[at + 1]?.recordedAt === recordedAt
          ? []
          : [[position, expectedRows(pastBoard, events.slice(0, at + 1))]],
      ),
    );
  }

  async function thenEveryStateIsKept(): Promise<void> {
    for (const [position, expected] of await everyState())
      expect(await dumpRows(database.pool, pastBoard, position)).toEqual(expected);
  }

  it('gives what the live rows held at each instant, also after a rebuild', async () => {
    const running = await start();
    const recorded = new Map<Position, Record<string, Row[]>>();
    for (let step = 0; step < 7; step++) {
      for (const caseId of CASES) {
        clock.advanceTo(clock.now() + 1_000);
        await store.append(`complaint-${caseId}`, 'any', [
          step === 5 ? caseEvent(caseId, 'CasePurged') : caseStep(caseId, step),
        ]);
        await running.shown('case-board');
        recorded.set((await store.head()) ?? '', await dumpRows(database.pool, pastBoard));
      }
    }
    const thenAllIsAsRecorded = async (): Promise<void> => {
      for (const [position, rows] of recorded)
        expect(await dumpRows(database.pool, pastBoard, position)).toEqual(rows);
    };
    await thenAllIsAsRecorded();
    await running.runner.rebuild('case-board');
    await thenAllIsAsRecorded();
  });

  it('keeps every state, in whatever batches, however often and in whatever order the partitions come', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, fc.infiniteStream(fc.nat({ max: 1_000 })), async (steps, dice) => {
        await again();
        await append(steps);
        const feed = new ManualFeed(PARTITIONS);
        await start(feed);
        const events = await all();
        const roll = (sides: number): number => (dice.next().value ?? 0) % sides;
        const delivered = new Map<number, number>();
        for (let rest = PARTITIONS; rest > 0;) {
          const partition = roll(PARTITIONS);
          const own = events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition);
          const done = delivered.get(partition) ?? 0;
          if (done > own.length) continue;
          // Some of it again, and some more; one step beyond the end says that this partition is through.
          const upTo = Math.min(own.length, done + 1 + roll(8));
          await feed.deliver(partition, own.slice(Math.max(0, done - roll(4)), upTo));
          delivered.set(partition, done === own.length ? own.length + 1 : upTo);
          if (done === own.length) rest -= 1;
        }
        await thenEveryStateIsKept();
      }),
      { numRuns: 8 },
    );
  });

  it('knows a row that changed and changed back, came and went, within one transaction', async () => {
    const feed = new ManualFeed(1);
    await start(feed);
    await store.append('complaint-a', 'any', [
      caseStep('a', 0),
      caseStep('a', 1),
      caseEvent('a', 'CasePurged'),
      caseStep('a', 2),
      caseEvent('a', 'CasePurged'),
    ]);
    await feed.deliverAll(await all());
    await thenEveryStateIsKept();
    expect((await dumpRows(database.pool, pastBoard))['board_timeline']).toEqual([]);
  });

  it('keeps nothing of what came and went within one instant', async () => {
    const feed = new ManualFeed(PARTITIONS);
    await start(feed);
    await append([0, 1, 2, 3].map((n) => ({ of: 0, purge: false, later: n === 0 || n === 3 })));
    await feed.deliverAll(await all());
    const { rows } = await database.pool.query(
      'SELECT DISTINCT valid_from FROM read_model.board_cases_versions ORDER BY valid_from',
    );
    expect(rows).toEqual([...(await everyState()).keys()].map((valid_from) => ({ valid_from })));
  });

  it('costs a table that has none nothing', async () => {
    process = await startProjections({ store, pool: database.pool, projections: [caseBoard] });
    const { rows } = await database.pool.query(
      `SELECT FROM information_schema.columns WHERE table_schema = 'read_model'
         AND (table_name LIKE 'board%history%' OR table_name LIKE 'board%versions' OR column_name = 'valid_from')`,
    );
    expect(rows).toEqual([]);
  });

  it('begins with the first event where a later version keeps one, and leaves nothing of an earlier one behind', async () => {
    await append([0, 1, 0, 0, 2, 1, 0].map((of) => ({ of, purge: false, later: true })));
    const before = await startProjections({ store, pool: database.pool, projections: [caseBoard] });
    await before.shown('case-board');
    await before.stop();
    process = await startProjections({
      store,
      pool: database.pool,
      projections: [{ ...pastBoard, version: 2 }],
    });
    await process.runner.rebuild('case-board');
    await thenEveryStateIsKept();
    await process.runner.rebuild('case-board');
    await thenEveryStateIsKept();
    const { rows } = await database.pool.query(
      `SELECT FROM information_schema.tables WHERE table_schema = 'read_model' AND table_name LIKE 'board%__g%'`,
    );
    expect(rows).toHaveLength(2 * Object.keys(pastBoard.tables).length);
  });

  it.each<[string, Projection['tables']]>([
    [
      'of a column that there is not',
      { calls: { columns: {}, key: [], history: { indexes: [{ columns: ['agent'] }] } } },
    ],
    ['beside a column of its own', { calls: { columns: { valid_to: 'text' }, key: [], history: {} } }],
    ['of a table with too long a name', { ['c'.repeat(41)]: { columns: {}, key: [], history: {} } }],
  ])('can not be kept %s', (_, tables) => {
    expect(() => new Folding({ ...caseBoard, tables })).toThrow();
  });

  describe('at an instant', () => {
    const past = (feed: ManualFeed, running: ProjectionProcess): Past =>
      new Past({ store, feed, readModel: running.readModel, clock });

    it('waits until all partitions show what was recorded by then, though another is quiet', async () => {
      const feed = new ManualFeed(PARTITIONS);
      const running = await start(feed);
      await append([0, 1, 2, 3, 4, 0, 0].map((of) => ({ of, purge: false, later: true })));
      const events = await all();
      const later = events.at(-1);
      if (later === undefined) throw new Error('nothing was recorded');
      await feed.deliverAll(events.slice(0, -1));
      const before = past(feed, running).instant('case-board', later.recordedAt - 1);
      expect(await before).toEqual({ at: later.recordedAt - 1, position: events.at(-2)?.position });
      let known = false;
      const answer = past(feed, running).instant('case-board', later.recordedAt);
      void answer.then(() => (known = true));
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(known).toBe(false);
      await feed.deliverAll(events);
      expect(await answer).toEqual({ at: later.recordedAt, position: later.position });
    });

    it('has nothing before the first event', async () => {
      const feed = new ManualFeed(PARTITIONS);
      const running = await start(feed);
      clock.advanceTo(clock.now() + 1_000);
      const at = clock.now() - 500;
      await append([{ of: 0, purge: false, later: true }]);
      await feed.deliverAll(await all());
      expect(await past(feed, running).instant('case-board', at)).toEqual({ at, position: undefined });
      expect(await dumpRows(database.pool, pastBoard, '')).toEqual(expectedRows(pastBoard, []));
    });

    it('does not tell the future', async () => {
      const feed = new ManualFeed(PARTITIONS);
      const running = await start(feed);
      await expect(past(feed, running).instant('case-board', clock.now() + 1)).rejects.toMatchObject({
        kind: 'invalid',
        code: 'instant-in-future',
      });
    });

    it('is out of reach while the rows that answer have no history', async () => {
      const feed = new ManualFeed(PARTITIONS);
      process = await startProjections({ store, pool: database.pool, projections: [caseBoard], feed });
      await expect(past(feed, process).instant('case-board', clock.now())).rejects.toMatchObject({
        kind: 'unavailable',
      });
    });
  });
});

import type { RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  ManualFeed,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { dumpRows, ReadModel, readModelMigrations, sql, type Projection } from '.';
import { caseBoard, caseEvent, caseStep } from './fixtures/case-board';

describe('the read model', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let running: ProjectionProcess[];

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((process) => process.stop()));
    await database.drop();
  });

  async function start(feed?: ManualFeed): Promise<ProjectionProcess> {
    const projections: Projection[] = [caseBoard];
    const process = await startProjections({
      store,
      pool: database.pool,
      projections,
      ...(feed === undefined ? {} : { feed }),
    });
    running.push(process);
    return process;
  }

  async function open(caseId: string): Promise<RecordedEvent> {
    await store.append(`complaint-${caseId}`, 'any', [caseStep(caseId, 0)]);
    const event = (await store.readAll({ limit: 10_000 })).at(-1);
    if (event === undefined) throw new Error('nothing was appended');
    return event;
  }

  /** Questions in a process that has no runner. */
  const elsewhere = (): ReadModel => new ReadModel({ pool: database.pool });

  describe('answers questions', () => {
    it('under plain table names, with bigint as number, and touches nobody else who uses the pool', async () => {
      const process = await start();
      await open('c1');
      await process.shown('case-board');
      const { rows } = await sql<Record<string, unknown>>`
        SELECT opened_at, seen_at, tags, facts, due_at, count(*) OVER () AS n, partition_key FROM board_cases`.execute(
        process.readModel.query,
      );
      const [row] = rows;
      expect(row).toMatchObject({
        tags: ['new', 'p2'],
        facts: { team: 'gas' },
        due_at: null,
        n: 1,
        partition_key: 'c1',
      });
      expect(typeof row?.['opened_at']).toBe('number');
      expect(row?.['seen_at']).toMatch(/^2026-01-05T\d\d:\d\d:\d\d\.\d{3}Z$/);
      const raw = await database.pool.query<{ n: unknown }>(
        'SELECT count(*) AS n FROM read_model.board_cases',
      );
      expect(raw.rows[0]?.n).toBe('1');
    });

    it('through the query builder, and in transactions', async () => {
      const process = await start();
      await open('c1');
      await process.shown('case-board');
      const query = process.readModel.query.withTables<{
        board_cases: { state: string; opened_at: number };
      }>();
      await query.transaction().execute(async (transaction) => {
        const row = await transaction.selectFrom('board_cases').select('state').executeTakeFirstOrThrow();
        expect(row.state).toBe('open');
      });
    });
  });

  describe('waits for a position', () => {
    it('that is shown already', async () => {
      const process = await start();
      const { position, partitionKey } = await open('c1');
      await process.shown('case-board');
      const partition = process.feed.partitionOf(partitionKey);
      for (const readModel of [process.readModel, elsewhere()]) {
        expect(await readModel.waitFor('case-board', partition, position, { timeoutMs: 1 })).toBe(true);
      }
    });

    it('until its commit, whether the runner is in this process or not', async () => {
      const feed = new ManualFeed(4);
      const process = await start(feed);
      const event = await open('c1');
      const partition = feed.partitionOf('c1');
      const answers = [process.readModel, elsewhere()].map((readModel) =>
        readModel.waitFor('case-board', partition, event.position, { timeoutMs: 10_000 }),
      );
      const committed = new Promise<void>((resolve) => process.readModel.onCommit('case-board', resolve));
      await feed.deliver(partition, [event]);
      await committed;
      expect(await Promise.all(answers)).toEqual([true, true]);
    });

    it('no longer than it may', async () => {
      const feed = new ManualFeed(4);
      const process = await start(feed);
      const { position } = await open('c1');
      for (const readModel of [process.readModel, elsewhere()]) {
        const from = Date.now();
        expect(
          await readModel.waitFor('case-board', feed.partitionOf('c1'), position, { timeoutMs: 40 }),
        ).toBe(false);
        expect(Date.now() - from).toBeGreaterThanOrEqual(39);
      }
    });

    it('until nobody wants to know any more', async () => {
      const feed = new ManualFeed(4);
      const process = await start(feed);
      const { position } = await open('c1');
      const abort = new AbortController();
      const answers = [process.readModel, elsewhere()].map((readModel) =>
        readModel.waitFor('case-board', feed.partitionOf('c1'), position, {
          timeoutMs: 20_000,
          signal: abort.signal,
        }),
      );
      abort.abort();
      expect(await Promise.all(answers)).toEqual([false, false]);
    });

    it('and takes a parked event as handled', async () => {
      const process = await start();
      await store.append('complaint-c1', 'none', [
        caseEvent('c1', 'CaseTagged', { tag: 'before it was opened' }),
      ]);
      await process.shown('case-board');
      expect(await process.readModel.parked()).toHaveLength(1);
    });
  });

  it('says how fresh a projection is, where it is kept', async () => {
    const process = await start();
    await open('c1');
    await process.shown('case-board');
    while (process.readModel.freshness('case-board') === undefined)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(process.readModel.freshness('case-board')).toBeLessThan(5_500);
    expect(elsewhere().freshness('case-board')).toBeUndefined();
    expect(process.readModel.freshness('unknown')).toBeUndefined();
  });

  it('wakes listeners until they have heard enough', async () => {
    const feed = new ManualFeed(1);
    const process = await start(feed);
    let heard = 0;
    const stop = process.readModel.onCommit('case-board', () => heard++);
    await feed.deliverAll([await open('c1')]);
    expect(heard).toBe(1);
    stop();
    await feed.deliverAll([await open('c2')]);
    expect(heard).toBe(1);
  });

  it('numbers changes so that a reader who goes by them misses none, however partitions commit side by side', async () => {
    const process = await start();
    const table = process.readModel.query;
    const seen = new Map<string, { state: string; instance: number }>();
    let last = 0;
    const read = async (): Promise<void> => {
      const { rows } = await sql<{ key: string; instance: number; state: string; change_no: number }>`
        SELECT partition_key AS key, instance, state, change_no FROM board_clocks
        WHERE change_no > ${last} ORDER BY change_no`.execute(table);
      for (const { key, instance, state, change_no } of rows) {
        expect(change_no).toBeGreaterThan(last);
        last = change_no;
        seen.set(`${key}/${String(instance)}`, { state, instance });
      }
    };
    const enough = new AbortController();
    const reader = (async () => {
      while (!enough.signal.aborted) await read();
    })();
    for (let step = 0; step < 30; step++) {
      for (let n = 0; n < 20; n++)
        await store.append(`complaint-c${String(n)}`, 'any', [caseStep(`c${String(n)}`, step)]);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await process.shown('case-board');
    enough.abort();
    await reader;
    await read();
    const rows = (await dumpRows(database.pool, caseBoard))['board_clocks'] ?? [];
    const expected = rows.map(({ partition_key, instance, state }) => [
      `${String(partition_key)}/${String(instance)}`,
      { state, instance },
    ]);
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
    expect(await process.readModel.currentChange('case-board')).toMatchObject({ changeNo: last });
  });

  it('knows no changes of a projection that there is not', async () => {
    expect(await elsewhere().currentChange('case-board')).toBeUndefined();
    await expect(elsewhere().snapshot('case-board', [], () => Promise.resolve(1))).rejects.toThrow(
      'no projection case-board',
    );
  });
});

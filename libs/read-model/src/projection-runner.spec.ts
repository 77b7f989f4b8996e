import type { RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  ManualFeed,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import fc from 'fast-check';
import { dumpRows, readModelMigrations, type Projection } from '.';
import { caseBoard, caseEvent, caseStep, expectedRows } from './fixtures/case-board';

describe('the projection runner', () => {
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

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 1_000_000 });
  const rows = (): Promise<Record<string, unknown[]>> => dumpRows(database.pool, caseBoard);
  const expected = async (): Promise<Record<string, unknown[]>> => expectedRows(caseBoard, await all());

  async function start(feed?: ManualFeed, ...projections: Projection[]): Promise<ProjectionProcess> {
    const process = await startProjections({
      store,
      pool: database.pool,
      projections: projections.length > 0 ? projections : [caseBoard],
      ...(feed === undefined ? {} : { feed }),
    });
    running.push(process);
    return process;
  }

  /** Lets so many cases live through some steps, side by side. */
  async function live(cases: number, from: number, to: number): Promise<void> {
    for (let step = from; step < to; step++) {
      for (let n = 0; n < cases; n++) {
        await store.append(`complaint-c${String(n)}`, 'any', [caseStep(`c${String(n)}`, step)]);
      }
    }
  }

  /** A case is purged: rows are deleted. */
  const purge = (n: number): Promise<unknown> =>
    store.append(`complaint-c${String(n)}`, 'any', [caseEvent(`c${String(n)}`, 'CasePurged')]);

  /** The table in which the one generation keeps its rows. */
  async function physicalTable(table: string): Promise<string> {
    const { rows: found } = await database.pool.query<{ generation: number }>(
      'SELECT generation FROM read_model.generations',
    );
    return `${table}__g${String(found[0]?.generation)}`;
  }

  it('keeps rows of every column type, changes them and deletes them', async () => {
    await live(15, 0, 8);
    const { shown } = await start();
    await shown('case-board');
    await live(15, 8, 14);
    await purge(3);
    await shown('case-board');
    expect(await rows()).toEqual(await expected());
    expect((await rows())['board_timeline']?.length).toBeGreaterThan(100);
  });

  it('goes on where it stopped', async () => {
    await live(5, 0, 4);
    const first = await start();
    await first.shown('case-board');
    await first.stop();
    await live(5, 4, 8);
    const second = await start();
    await second.shown('case-board');
    expect(await rows()).toEqual(await expected());
  });

  it('changes nothing when everything is delivered again, from the start or in part', async () => {
    await live(10, 0, 9);
    const events = await all();
    const feed = new ManualFeed(4);
    const { readModel } = await start(feed);
    await feed.deliverAll(events.slice(0, 60));
    await feed.deliverAll(events.slice(0, 60));
    await feed.deliverAll(events.slice(40));
    const change = await readModel.currentChange('case-board');
    await feed.deliverAll(events);
    await feed.deliverAll(events.slice(20, 50));
    expect(await rows()).toEqual(await expected());
    expect(await readModel.currentChange('case-board')).toEqual(change);
  });

  it('comes to the same rows for every interleaving of partitions and every size of batches', async () => {
    await live(8, 0, 7);
    await purge(2);
    const events = await all();
    const steps = fc.array(
      fc.record({ partition: fc.nat({ max: 3 }), size: fc.integer({ min: 1, max: 9 }) }),
      {
        maxLength: 30,
      },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const projection = { ...caseBoard, name: `case-board-${String(++round)}`, tables: caseBoard.tables };
        const feed = new ManualFeed(4);
        const own = await createTestDatabase([readModelMigrations]);
        const process = await startProjections({ store, pool: own.pool, projections: [projection], feed });
        const given = [0, 0, 0, 0];
        const queues = given.map((_, partition) =>
          events.filter(({ partitionKey }) => feed.partitionOf(partitionKey) === partition),
        );
        for (const { partition, size } of plan) {
          const from = given[partition] ?? 0;
          await feed.deliver(partition, queues[partition]?.slice(from, from + size) ?? []);
          given[partition] = from + size;
        }
        for (const [partition, queue] of queues.entries())
          await feed.deliver(partition, queue.slice(given[partition]));
        expect(await dumpRows(own.pool, projection)).toEqual(expectedRows(projection, events));
        await process.stop();
        await own.drop();
      }),
      { numRuns: 8 },
    );
  });

  it('loses and doubles nothing when its connection is cut between write and commit', async () => {
    // The backend ends itself at the last moment before some of the commits.
    await database.pool.query(`
      CREATE SEQUENCE cuts;
      CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('cuts') % 17 = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER cut_before_commit AFTER UPDATE ON read_model.checkpoints
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut();`);
    const { shown, failures } = await start();
    await database.pool.query(`
      CREATE CONSTRAINT TRIGGER cut_before_commit AFTER UPDATE ON read_model.${await physicalTable('board_cases')}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut();`);
    for (let step = 0; step < 12; step++) {
      await live(10, step, step + 1);
      await shown('case-board');
    }
    expect(failures.length).toBeGreaterThan(3);
    expect(await rows()).toEqual(await expected());
  });

  it('stays right while two processes handle the same partitions', async () => {
    const one = await start();
    const other = await start();
    for (let step = 0; step < 12; step++) {
      await live(12, step, step + 1);
      if (step % 4 === 3) await Promise.all([one.shown('case-board'), other.shown('case-board')]);
    }
    await Promise.all([one.shown('case-board'), other.shown('case-board')]);
    expect(await rows()).toEqual(await expected());
    expect([...one.failures, ...other.failures]).toEqual([]);
  });

  it('drops what a process writes that was left behind and wakes', async () => {
    await live(6, 0, 8);
    const events = await all();
    const behind = new ManualFeed(4);
    const ahead = new ManualFeed(4);
    await start(behind);
    await start(ahead);
    await behind.deliverAll(events.slice(0, 20));
    await ahead.deliverAll(events);
    await behind.deliverAll(events.slice(10, 30));
    expect(await rows()).toEqual(await expected());
  });

  describe('when the database has lost commits in a crash', () => {
    let restore: () => Promise<unknown>;

    /** Keeps a copy of all that the database knows now. */
    async function keepCopy(): Promise<void> {
      const tables = ['checkpoints', 'change_counters'];
      for (const table of Object.keys(caseBoard.tables)) tables.push(await physicalTable(table));
      for (const table of tables) {
        await database.pool.query(`CREATE TABLE public.${table} AS TABLE read_model.${table}`);
      }
      restore = () =>
        database.pool.query(
          tables
            .map(
              (table) =>
                `DELETE FROM read_model.${table}; INSERT INTO read_model.${table} TABLE public.${table};`,
            )
            .join('\n'),
        );
    }

    async function loseCommits(): Promise<ProjectionProcess> {
      const process = await start();
      await live(10, 0, 4);
      await process.shown('case-board');
      await keepCopy();
      await live(10, 4, 6);
      await process.shown('case-board');
      await restore();
      return process;
    }

    it('goes back with the next event', async () => {
      const { shown, failures } = await loseCommits();
      await live(10, 6, 7);
      await shown('case-board');
      expect(failures.length).toBeGreaterThan(0);
      expect(await rows()).toEqual(await expected());
    });

    it('goes back by itself where no event comes', async () => {
      const { shown, reports } = await loseCommits();
      while (!reports.some(({ kind }) => kind === 'failed'))
        await new Promise((resolve) => setTimeout(resolve, 20));
      await shown('case-board');
      expect(await rows()).toEqual(await expected());
    });
  });

  it('writes only rows that differ', async () => {
    const same: Projection = {
      name: 'same',
      version: 1,
      tables: {
        same_rows: { columns: { name: 'text', facts: 'jsonb' }, key: ['name'], changeNumbers: true },
      },
      events: ['CaseOpened', 'CaseTagged'],
      apply: (event, groups) => {
        groups.put('same_rows', { name: 'a', facts: { b: [1, { d: 2 }], a: null } });
        groups.put('same_rows', { name: 'b', facts: event.type });
        groups.put('same_rows', { name: 'gone', facts: 1 });
        groups.delete('same_rows', 'gone');
      },
    };
    const feed = new ManualFeed(1);
    const { readModel } = await start(feed, same);
    await store.append('complaint-c1', 'none', [
      caseEvent('c1', 'CaseOpened'),
      caseEvent('c1', 'CaseOpened'),
      caseEvent('c1', 'CaseTagged'),
    ]);
    const [first, second, third] = await all();
    const changes: (number | undefined)[] = [];
    for (const event of [first, second, third]) {
      await feed.deliverAll(event === undefined ? [] : [event]);
      changes.push((await readModel.currentChange('same'))?.changeNo);
    }
    expect(changes).toEqual([2, 2, 3]);
  });

  it('refuses projections that get in each other’s way, and tables that can not be', async () => {
    await expect(start(undefined, caseBoard, caseBoard)).rejects.toThrow(
      'two projections are called case-board',
    );
    await expect(start(undefined, caseBoard, { ...caseBoard, name: 'other' })).rejects.toThrow('board_cases');
    const withTable = (table: Projection['tables'][string]): Projection => ({
      ...caseBoard,
      tables: { board_odd: table },
    });
    await expect(start(undefined, withTable({ columns: { 'a b': 'text' }, key: [] }))).rejects.toThrow(
      'snake_case',
    );
    await expect(start(undefined, withTable({ columns: { change_no: 'bigint' }, key: [] }))).rejects.toThrow(
      'change_no',
    );
    await expect(start(undefined, withTable({ columns: { a: 'text' }, key: ['b'] }))).rejects.toThrow(
      'key column b',
    );
    await expect(start(undefined, withTable({ columns: { a: 'jsonb' }, key: ['a'] }))).rejects.toThrow(
      'key column',
    );
  });

  it('refuses another number of partitions than its checkpoints have', async () => {
    await (await start()).stop();
    await expect(start(new ManualFeed(5))).rejects.toThrow('kept for 4 partitions, and the feed has 5');
  });
});

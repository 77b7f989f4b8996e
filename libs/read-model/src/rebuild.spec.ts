import type { RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { dumpRows, readModelMigrations, sql, type Projection, type Row } from '.';
import { caseBoard, caseStep, expectedRows } from './fixtures/case-board';

describe('a rebuild', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let running: ProjectionProcess[];
  let written: AbortController;

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    running = [];
    written = new AbortController();
  });
  afterEach(async () => {
    written.abort();
    await Promise.all(running.map((process) => process.stop()));
    await database.drop();
  });

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 1_000_000 });

  async function start(projection: Projection = caseBoard): Promise<ProjectionProcess> {
    const process = await startProjections({ store, pool: database.pool, projections: [projection] });
    running.push(process);
    return process;
  }

  async function live(cases: number, from: number, to: number): Promise<void> {
    for (let step = from; step < to; step++) {
      for (let n = 0; n < cases; n++) {
        await store.append(`complaint-c${String(n)}`, 'any', [caseStep(`c${String(n)}`, step)]);
      }
    }
  }

  /** Goes on appending until `written` is aborted. */
  async function keepWriting(cases: number, from: number): Promise<void> {
    for (let step = from; !written.signal.aborted; step++) {
      await live(cases, step, step + 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async function switched(process: ProjectionProcess): Promise<void> {
    while (!process.reports.some(({ kind }) => kind === 'switched')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const tables = async (): Promise<string[]> => {
    const found = await database.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'read_model' AND table_name LIKE 'board%'`,
    );
    return found.rows.map(({ name }) => name).sort();
  };

  it('is not needed where the same columns are named in another order', async () => {
    await live(3, 0, 3);
    const before = await start();
    await before.shown('case-board');
    await before.stop();
    const reversed: Projection = {
      ...caseBoard,
      tables: Object.fromEntries(
        Object.entries(caseBoard.tables).map(([name, table]) => [
          name,
          { ...table, columns: Object.fromEntries(Object.entries(table.columns).reverse()) },
        ]),
      ),
    };
    await live(3, 3, 8);
    await (await start(reversed)).shown('case-board');
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('beside the live one, under constant writing, ends in the same rows and leaves nothing behind', async () => {
    await live(40, 0, 10);
    const process = await start();
    await process.shown('case-board');
    const before = await process.readModel.currentChange('case-board');
    const tablesBefore = await tables();
    const writer = keepWriting(10, 10);
    await process.runner.rebuild('case-board');
    const after = await process.readModel.currentChange('case-board');
    written.abort();
    await writer;
    await process.shown('case-board');
    expect(after?.generation).toBeGreaterThan(before?.generation ?? Infinity);
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
    expect(await tables()).toHaveLength(tablesBefore.length);
    const generations = await database.pool.query('SELECT state FROM read_model.generations');
    expect(generations.rows).toEqual([{ state: 'live' }]);
  });

  it('never shows half a table, and never an earlier state than before', async () => {
    await live(40, 0, 10);
    const process = await start();
    await process.shown('case-board');
    const writer = keepWriting(5, 10);
    const counts: number[] = [];
    const enough = new AbortController();
    const reader = (async () => {
      while (!enough.signal.aborted) {
        const { rows } = await sql<{ entries: number }>`
          SELECT count(*) AS entries FROM board_timeline`.execute(process.readModel.query);
        counts.push(rows[0]?.entries ?? -1);
      }
    })();
    for (let round = 0; round < 3; round++) await process.runner.rebuild('case-board');
    enough.abort();
    written.abort();
    await Promise.all([reader, writer]);
    expect(counts.length).toBeGreaterThan(10);
    expect(counts[0]).toBeGreaterThan(300);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it('gives a snapshot rows and change number of one generation', async () => {
    await live(20, 0, 6);
    const process = await start();
    await process.shown('case-board');
    const writer = keepWriting(5, 6);
    const enough = new AbortController();
    const reader = (async () => {
      let previous = 0;
      while (!enough.signal.aborted) {
        const seen = await process.readModel.snapshot(
          'case-board',
          ['board_clocks'],
          async (query, change) => {
            // Lets a switch come in between, if it can.
            await new Promise((resolve) => setTimeout(resolve, 3));
            const { rows } = await sql<{ clocks: number; newest: number }>`
            SELECT count(*) AS clocks, max(change_no) AS newest FROM board_clocks`.execute(query);
            return { ...rows[0], ...change };
          },
        );
        expect(seen.newest).toBe(seen.changeNo);
        expect(seen.clocks).toBeGreaterThanOrEqual(Math.max(previous, 20));
        previous = seen.clocks ?? 0;
      }
    })();
    for (let round = 0; round < 3; round++) await process.runner.rebuild('case-board');
    enough.abort();
    written.abort();
    await Promise.all([reader, writer]);
  });

  it('starts by itself where the version was raised; the old rows serve until the switch', async () => {
    await live(20, 0, 6);
    const first = await start();
    await first.shown('case-board');
    await first.stop();
    await live(20, 6, 8);
    const raised: Projection = {
      ...caseBoard,
      version: 2,
      tables: {
        board_cases: { columns: { shouted: 'text', owner: 'text' }, key: [] },
        board_totals: { columns: { events: 'integer' }, key: [] },
      },
      apply: (event, rows) => {
        const owner =
          event.type === 'CaseAssigned' ? (event.data as Row)['agent'] : rows.get('board_cases')?.['owner'];
        rows.put('board_cases', { shouted: event.type.toUpperCase(), owner });
        rows.put('board_totals', { events: Number(rows.get('board_totals')?.['events'] ?? 0) + 1 });
      },
    };
    const counts: unknown[] = [];
    const enough = new AbortController();
    const reader = (async () => {
      while (!enough.signal.aborted) {
        const found = await database.pool.query('SELECT FROM read_model.board_cases');
        counts.push(found.rowCount);
      }
    })();
    const second = await start(raised);
    await switched(second);
    await second.shown('case-board');
    enough.abort();
    await reader;
    expect(new Set(counts)).toEqual(new Set([20]));
    expect(await dumpRows(database.pool, raised)).toEqual(expectedRows(raised, await all()));
    expect((await tables()).map((name) => name.replace(/__g\d+/, ''))).toEqual([
      'board_cases',
      'board_cases',
      'board_totals',
      'board_totals',
    ]);
    // And back, as when a release is taken back.
    await second.stop();
    const third = await start(caseBoard);
    await switched(third);
    await third.shown('case-board');
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('that was interrupted goes on at the next start', async () => {
    await live(20, 0, 10);
    const first = await start();
    await first.shown('case-board');
    const rebuilding = first.runner.rebuild('case-board');
    await Promise.resolve();
    await first.stop();
    await expect(rebuilding).rejects.toThrow('goes on at the next start');
    const left = await database.pool.query('SELECT state FROM read_model.generations ORDER BY 1');
    expect(left.rows).toEqual([{ state: 'building' }, { state: 'live' }]);
    await live(20, 10, 12);
    const second = await start();
    await switched(second);
    await second.shown('case-board');
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('for a version that is gone is dropped', async () => {
    await live(5, 0, 4);
    const first = await start();
    await first.shown('case-board');
    await first.stop();
    const generations = (): Promise<{ rows: unknown[] }> =>
      database.pool.query('SELECT version, state FROM read_model.generations ORDER BY state');
    await database.pool.query(
      `INSERT INTO read_model.generations (projection, version, state, definition)
       VALUES ('case-board', 7, 'building', '{"tables": {"board_gone": {}}, "events": []}')`,
    );
    const { rows } = await database.pool.query<{ g: number }>(
      'SELECT max(generation) AS g FROM read_model.generations',
    );
    const gone = `board_gone__g${String(rows[0]?.g)}`;
    await database.pool.query(`CREATE TABLE read_model.${gone} ()`);
    await database.pool.query(
      `INSERT INTO read_model.checkpoints (generation, partition) SELECT ${String(rows[0]?.g)}, generate_series(0, 3)`,
    );
    await start();
    expect((await generations()).rows).toEqual([{ version: 1, state: 'live' }]);
    expect(await tables()).not.toContain(gone);
  });

  it('of another process is followed', async () => {
    await live(20, 0, 6);
    const one = await start();
    await one.shown('case-board');
    const other = await start();
    await other.shown('case-board');
    const writer = keepWriting(5, 6);
    await one.runner.rebuild('case-board');
    written.abort();
    await writer;
    // Only the other is left; it writes the new generation.
    await one.stop();
    await live(20, 1_000, 1_002);
    await other.shown('case-board');
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is not turned back by a process that still runs the version before', async () => {
    await live(10, 0, 4);
    const older = await start();
    await older.shown('case-board');
    const newer = await start({ ...caseBoard, version: 2 });
    await switched(newer);
    await live(10, 4, 8);
    await newer.shown('case-board');
    await older.shown('case-board');
    const generations = await database.pool.query('SELECT version, state FROM read_model.generations');
    expect(generations.rows).toEqual([{ version: 2, state: 'live' }]);
    expect(older.reports.filter(({ kind }) => kind === 'rebuilding')).toEqual([]);
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is asked for where tables or events change and the version does not', async () => {
    await (await start()).stop();
    const changed = { ...caseBoard, events: [...caseBoard.events, 'CaseMerged'] };
    await expect(start(changed)).rejects.toThrow('its version must be raised from 1');
  });

  it('waits for nobody who reads', async () => {
    await live(5, 0, 4);
    const process = await start();
    await process.shown('case-board');
    const reader = await database.pool.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT count(*) FROM read_model.board_cases');
    let done = false;
    const rebuilding = process.runner.rebuild('case-board').then(() => (done = true));
    while (!process.reports.some(({ kind }) => kind === 'failed')) {
      // Others still read, and what is written is soon seen.
      await live(5, 4, 5);
      await process.shown('case-board');
      await sql`SELECT count(*) FROM board_cases`.execute(process.readModel.query);
    }
    expect(done).toBe(false);
    await reader.query('COMMIT');
    reader.release();
    await rebuilding;
    await live(5, 6, 7);
    await process.shown('case-board');
    expect(await dumpRows(database.pool, caseBoard)).toEqual(expectedRows(caseBoard, await all()));
  });
});

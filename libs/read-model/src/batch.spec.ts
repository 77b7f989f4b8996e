import type { RecordedEvent } from '@redress/kernel';
import { createTestDatabase, InMemoryEventStore, type TestDatabase } from '@redress/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { readModelMigrations } from '.';
import { handleBatches } from './batch';
import { caseBoard, caseStep } from './fixtures/case-board';
import { Folding } from './fold';
import { openGenerations } from './generations';
import { RowStore } from './row-store';
import { selectRows, writeInTransaction } from './transaction';

describe('batches of a generation, without waiting for each answer', () => {
  let database: TestDatabase;
  let rows: RowStore;
  let events: readonly RecordedEvent[];

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    const folding = new Folding(caseBoard);
    const [live] = await openGenerations(database.pool, folding, 1);
    rows = new RowStore(folding, live?.generation ?? 0);
    const store = new InMemoryEventStore();
    await store.append(
      'complaint-a',
      'any',
      [0, 1, 2, 3].map((step) => caseStep('a', step)),
    );
    events = await store.readAll({ limit: 10 });
  });
  afterEach(() => database.drop());

  const handle = (
    batch: readonly RecordedEvent[],
    beforeWriting: () => Promise<unknown> = () => Promise.resolve(),
  ) =>
    writeInTransaction(database.pool, async (client) => {
      const told = new Map<number, string>();
      const handled = await handleBatches(client, [{ partition: 0, events: batch }], {
        rows,
        told,
        unfit: undefined,
      });
      await beforeWriting();
      return handled;
    });
  const timeline = async (): Promise<unknown[]> =>
    (await selectRows(database.pool, 'SELECT type FROM read_model.board_timeline ORDER BY seq', [])).flat();
  const types = (): unknown[] => events.map(({ type }) => type);

  it('see what another process wrote while they waited for its lock', async () => {
    let hold = (): void => undefined;
    let release = (): void => undefined;
    const holding = new Promise<void>((resolve) => (hold = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    const first = handle(events.slice(0, 2), () => {
      hold();
      return released;
    });
    await holding;
    const second = handle(events);
    const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await selectRows(database.pool, waits, [])).length === 0) await pause(5);
    release();
    await Promise.all([first, second]);
    expect(await timeline()).toEqual(types());
  });

  it('leave nothing behind where a statement fails that was sent along with the commit', async () => {
    const broken = writeInTransaction(database.pool, async (client) => {
      const batch = { partition: 0, events };
      const { result, writes } = await handleBatches(client, [batch], {
        rows,
        told: new Map(),
        unfit: undefined,
      });
      return { result, writes: [...writes.slice(0, 2), { text: 'SELECT 1 / 0' }, ...writes.slice(2)] };
    });
    await expect(broken).rejects.toThrow('division by zero');
    expect(await timeline()).toEqual([]);
    await handle(events);
    expect(await timeline()).toEqual(types());
  });
});

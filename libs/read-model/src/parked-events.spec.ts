import type { RecordedEvent } from '@redress/kernel';
import {
  createTestDatabase,
  InMemoryEventStore,
  startProjections,
  type ProjectionProcess,
  type TestDatabase,
} from '@redress/testing';
import { dumpRows, readModelMigrations, type Projection } from '.';
import { caseBoard, caseEvent, caseStep, expectedRows } from './fixtures/case-board';

describe('an event that can not be applied', () => {
  let database: TestDatabase;
  let store: InMemoryEventStore;
  let process: ProjectionProcess;
  /** Which event the projection fails on, and how; it changes a row before it does. */
  let poison: ((event: RecordedEvent) => void) | undefined;

  const delicate: Projection = {
    ...caseBoard,
    apply: (event, rows) => {
      if (poison === undefined) {
        caseBoard.apply(event, rows);
        return;
      }
      rows.put('board_timeline', { seq: 99, type: 'left over', at: 0 });
      poison(event);
      rows.delete('board_timeline', 99);
      caseBoard.apply(event, rows);
    },
  };

  beforeEach(async () => {
    database = await createTestDatabase([readModelMigrations]);
    store = new InMemoryEventStore();
    poison = undefined;
    process = await startProjections({ store, pool: database.pool, projections: [delicate] });
  });
  afterEach(async () => {
    await process.stop();
    await database.drop();
  });

  const all = (): Promise<RecordedEvent[]> => store.readAll({ limit: 10_000 });
  const append = (caseId: string, step: number): Promise<unknown> =>
    store.append(`complaint-${caseId}`, 'any', [caseStep(caseId, step)]);
  const shown = (): Promise<void> => process.shown('case-board');
  const failOn = (caseId: string, type: string): void => {
    poison = (event) => {
      if (event.partitionKey === caseId && event.type === type) throw new RangeError('no such agent');
    };
  };
  const others = (events: readonly RecordedEvent[], caseId: string): RecordedEvent[] =>
    events.filter(({ partitionKey }) => partitionKey !== caseId);

  async function stopAtAssignment(): Promise<void> {
    failOn('c1', 'CaseAssigned');
    for (let step = 0; step < 5; step++) for (const id of ['c1', 'c2', 'c3', 'c4']) await append(id, step);
    await shown();
  }

  it('is parked with place and reason; what comes after it in its case waits, all others go on', async () => {
    await stopAtAssignment();
    const events = await all();
    const ofCase = events.filter(({ partitionKey }) => partitionKey === 'c1');
    const rows = await dumpRows(database.pool, delicate);
    expect(rows).toEqual(expectedRows(caseBoard, [...ofCase.slice(0, 2), ...others(events, 'c1')]));
    expect(await process.readModel.parked('case-board')).toMatchObject(
      ofCase.slice(2).map(({ id, position, stream, revision, type }, index) => ({
        projection: 'case-board',
        partitionKey: 'c1',
        partition: process.feed.partitionOf('c1'),
        eventId: id,
        position,
        stream,
        revision,
        type,
        reason: index === 0 ? 'RangeError: no such agent' : undefined,
      })),
    );
    expect(process.reports.filter(({ kind }) => kind === 'parked')).toHaveLength(1);
  });

  it('still holds its case after a restart, although it could be applied by now', async () => {
    await stopAtAssignment();
    await process.stop();
    poison = undefined;
    process = await startProjections({ store, pool: database.pool, projections: [delicate] });
    await append('c1', 5);
    await append('c2', 5);
    await shown();
    expect(await process.readModel.parkedCounts()).toEqual(new Map([['case-board', 4]]));
    expect((await process.readModel.parked()).map(({ type }) => type)).toEqual([
      'CaseAssigned',
      'CaseTagged',
      'ClockStopped',
      'CaseClosed',
    ]);
  });

  it('is applied after the mend, with all that waits behind it, in order; the case then goes on', async () => {
    await stopAtAssignment();
    poison = undefined;
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 3, stillParked: 0 });
    expect(await dumpRows(database.pool, delicate)).toEqual(expectedRows(caseBoard, await all()));
    await append('c1', 5);
    await shown();
    expect(await process.readModel.parked()).toEqual([]);
    expect(await dumpRows(database.pool, delicate)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is retried up to the next one that fails', async () => {
    await stopAtAssignment();
    failOn('c1', 'ClockStopped');
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 2, stillParked: 1 });
    expect((await process.readModel.parked()).map(({ type, reason }) => [type, reason])).toEqual([
      ['ClockStopped', 'RangeError: no such agent'],
    ]);
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 0, stillParked: 1 });
    poison = undefined;
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 1, stillParked: 0 });
    expect(await dumpRows(database.pool, delicate)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('loses nothing when events of its case arrive during the retry', async () => {
    await stopAtAssignment();
    poison = undefined;
    const retries = [process.runner.retryParked('case-board'), process.runner.retryParked('case-board')];
    for (let step = 5; step < 12; step++) for (const id of ['c1', 'c2']) await append(id, step);
    await Promise.all(retries);
    await shown();
    await process.runner.retryParked('case-board');
    expect(await process.readModel.parked()).toEqual([]);
    expect(await dumpRows(database.pool, delicate)).toEqual(expectedRows(caseBoard, await all()));
  });

  it('is found as well where only the database refuses its rows', async () => {
    await append('c1', 0);
    await append('c2', 0);
    await shown();
    const tagged = (caseId: string, tag: string): Promise<unknown> =>
      store.append(`complaint-${caseId}`, 'any', [caseEvent(caseId, 'CaseTagged', { tag })]);
    // PostgreSQL has no such character; the store would refuse it, a projection may still make it.
    const makes: Projection['apply'] = (event, rows) => {
      const { tag } = event.data as { tag?: string };
      if (tag === 'bad' && poison !== undefined)
        rows.put('board_timeline', { seq: 50, type: '\u0000', at: 1 });
    };
    await process.stop();
    poison = () => undefined;
    const unfit: Projection = {
      ...caseBoard,
      apply: (event, rows) => {
        makes(event, rows);
        caseBoard.apply(event, rows);
      },
    };
    process = await startProjections({ store, pool: database.pool, projections: [unfit] });
    for (const [caseId, tag] of [
      ['c1', 'good'],
      ['c1', 'bad'],
      ['c2', 'fine'],
      ['c1', 'late'],
      ['c2', 'finer'],
    ] as const) {
      await tagged(caseId, tag);
    }
    await shown();
    const parked = await process.readModel.parked();
    expect(parked.map(({ partitionKey }) => partitionKey)).toEqual(['c1', 'c1']);
    expect(parked[0]?.reason).toMatch(/invalid byte sequence for encoding/);
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 0, stillParked: 2 });
    poison = undefined;
    expect(await process.runner.retryParked('case-board')).toEqual({ applied: 2, stillParked: 0 });
    expect(await dumpRows(database.pool, unfit)).toEqual(expectedRows(caseBoard, await all()));
  });
});

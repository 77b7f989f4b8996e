import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { AskPromisesHandler } from './ask-promises.handler';
import { AskPromises } from './ask-promises.query';
import type { PromiseListQuestion } from './promise.dto';
import type { PromiseRow } from './promise-row';
import { promises } from './promises.projection';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 1, 9);

type Promised = Partial<PromiseRow>;

/** Due `minutes` after now. */
const due = (minutes: number, more: Promised = {}): Promised => ({ due_at: NOW + minutes * MINUTE, ...more });

const BROKEN = { state: 'broken', broken_at: NOW - 30 * MINUTE } as const;

const row = (
  given: Promised,
  index: number,
): Promised & { readonly partition_key: string; readonly valid_from: string } => ({
  partition_key: `case-${String(index)}`,
  valid_from: '',
  stream: `callback-${String(index)}`,
  clock: 'callback',
  instance: 1,
  kind: 'callback',
  complaint_id: `case-${String(index)}`,
  callback_id: String(index),
  customer_id: 'c1',
  owner: 'anna',
  team: 'north',
  promised_at: NOW - 60 * MINUTE,
  window_from: NOW,
  due_at: NOW + 60 * MINUTE,
  state: 'owed',
  open: true,
  ...given,
});

describe('questions about promises', () => {
  let running: RunningProjections;
  const clock = new VirtualClock(NOW);

  beforeAll(async () => {
    running = await runProjections(clock, promises);
  });
  afterAll(() => running.stop());

  async function given(...rows: readonly Promised[]): Promise<void> {
    const { pool } = running.database;
    await pool.query('DELETE FROM read_model.promises');
    await pool.query(
      'INSERT INTO read_model.promises SELECT * FROM json_populate_recordset(NULL::read_model.promises, $1)',
      [JSON.stringify(rows.map(row))],
    );
  }

  const page = async (question: Partial<PromiseListQuestion>, view?: AskPromises['view']) =>
    new AskPromisesHandler(running.readModel, running.past, clock).execute(
      new AskPromises({ limit: 50, ...question }, view),
    );
  const ids = async (question: Partial<PromiseListQuestion> = {}, view?: AskPromises['view']) =>
    (await page(question, view)).items.map(({ callbackId }) => callbackId);

  it('give the earliest due first', async () => {
    await given(due(60), due(-30, BROKEN), due(30));
    expect(await ids()).toEqual(['1', '2', '0']);
  });

  it('give the promises due in the next hour: open, and neither overdue nor later', async () => {
    await given(
      due(61),
      due(60),
      due(0),
      due(-1, BROKEN),
      due(30, { state: 'kept', open: false, kept_at: NOW }),
      due(30, { kind: 'answer' }),
    );
    expect(await ids({ dueWithinMinutes: 60 })).toEqual(['2', '5', '1']);
  });

  it('filter by state, kind, owner, team, case and whether something is still to be done', async () => {
    await given(
      due(1, { owner: null }),
      due(2, { ...BROKEN, kind: 'remedy' }),
      due(3, { ...BROKEN, open: false, team: 'south' }),
      due(4, { state: 'renegotiated', open: false, owner: 'ben' }),
    );
    expect(await ids({ state: ['broken'] })).toEqual(['1', '2']);
    expect(await ids({ state: ['broken'], open: true })).toEqual(['1']);
    expect(await ids({ open: true })).toEqual(['0', '1']);
    expect(await ids({ open: false })).toEqual(['2', '3']);
    expect(await ids({ kind: ['remedy', 'answer'] })).toEqual(['1']);
    expect(await ids({ owner: 'ben' })).toEqual(['3']);
    expect(await ids({ team: 'south' })).toEqual(['2']);
    expect(await ids({ complaintId: 'case-0' })).toEqual(['0']);
  });

  it('show an agent their own and those of their teams', async () => {
    await given(
      due(1, { owner: 'ben', team: 'north' }),
      due(2, { owner: null, team: 'south' }),
      due(3, { owner: 'anna', team: 'west' }),
      due(4, { owner: 'ben', team: 'west' }),
    );
    const anna = { owner: 'anna', teams: ['north', 'south'] };
    expect(await ids({}, anna)).toEqual(['0', '1', '2']);
    expect(await ids({ owner: 'ben' }, anna)).toEqual(['0']);
    expect(await ids({}, { owner: 'anna', teams: [] })).toEqual(['2']);
  });

  it('tell all of a promise, and how late it was kept', async () => {
    await given(
      due(0, { ...BROKEN, open: false, kept_at: NOW, resolution_id: 'r1' }),
      due(5, { state: 'released', open: false, released_at: NOW, released_because: 'cancelled' }),
    );
    const { items } = await page({});
    expect(items).toEqual([
      {
        promiseId: 'callback-0:callback:1',
        kind: 'callback',
        complaintId: 'case-0',
        reference: null,
        callbackId: '0',
        resolutionId: 'r1',
        customerId: 'c1',
        owner: 'anna',
        team: 'north',
        promisedAt: '2026-03-01T08:00:00.000Z',
        window: { from: '2026-03-01T09:00:00.000Z', to: '2026-03-01T09:00:00.000Z' },
        state: 'broken',
        open: false,
        keptAt: '2026-03-01T09:00:00.000Z',
        brokenAt: '2026-03-01T08:30:00.000Z',
        lateSeconds: 1800,
        renegotiatedAt: null,
        renegotiatedBy: null,
        releasedAt: null,
        releasedBecause: null,
      },
      expect.objectContaining({
        lateSeconds: null,
        keptAt: null,
        releasedAt: '2026-03-01T09:00:00.000Z',
        releasedBecause: 'cancelled',
      }),
    ]);
  });

  it.each([1, 2, 3, 6, 7])('give them %i at a time, each once', async (limit) => {
    await given(due(3), due(1), due(1), due(-5, BROKEN), due(1, { instance: 2 }), due(9));
    const seen: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await page({ limit, ...(cursor === undefined ? {} : { cursor }) });
      expect(items.length).toBeLessThanOrEqual(limit);
      seen.push(...items.map(({ callbackId }) => callbackId));
      cursor = nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['3', '1', '2', '4', '0', '5']);
  });

  it('show the command whose read token comes with the question', async () => {
    await given();
    await running.record('9', {
      type: 'ComplaintRegistered',
      version: 1,
      occurredAt: NOW,
      data: { complaintId: '9', customerId: 'c1', team: 'north' },
    });
    await running.record('9', {
      type: 'ClockStarted',
      version: 1,
      occurredAt: NOW,
      data: {
        clock: 'answer',
        instance: 1,
        cycle: 1,
        startedAt: '2026-03-01T09:00:00.000Z',
        dueAt: '2026-03-01T10:00:00.000Z',
      },
    });
    const [last] = (await running.store.readAll({ limit: Infinity })).slice(-1);
    const token = { partition: running.feed.partitionOf('9'), position: last?.position ?? '' };
    const asked = new AskPromises({ limit: 50, complaintId: '9' }, undefined, token);
    const { items } = await new AskPromisesHandler(running.readModel, running.past, clock).execute(asked);
    expect(items).toMatchObject([{ kind: 'answer', team: 'north', owner: null, state: 'owed' }]);
  });
});

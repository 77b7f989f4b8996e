import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { metricsProjection } from '../metrics.projection';
import type { VerdictFiguresQuestion } from './verdict-figures.dto';
import { VerdictFiguresHandler } from './verdict-figures.handler';
import { AskVerdictFigures } from './verdict-figures.query';
import { verdictList, type VerdictItem, type VerdictListQuestion } from './verdict-list';
import type { VerdictRow } from './verdict-row';
import type { VerdictsByClockQuestion } from './verdicts-by-clock.dto';
import { VerdictsByClockHandler } from './verdicts-by-clock.handler';
import { AskVerdictsByClock } from './verdicts-by-clock.query';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);

type Run = Partial<VerdictRow> & { readonly partition_key?: string };

const run = (given: Run, index: number): Run => ({
  partition_key: `case-${String(index)}`,
  reference: `INC-${String(index)}`,
  kind: 'complaint',
  category: 'billing',
  channel: 'phone',
  tier: 'standard',
  priority: 3,
  team: 'north',
  agent: 'anna',
  policy_name: 'round-the-clock',
  policy_version: 1,
  policy_rule: 3,
  registered_at: START + index,
  clock: 'resolution',
  instance: 1,
  cycle: 1,
  verdict: 'met',
  breached: false,
  due_at: START + 4 * HOUR,
  marks: [],
  near_marks: [],
  started_at: START + index,
  stopped_at: START + HOUR,
  happened_at: START + HOUR,
  known_verdict: null,
  known_due_at: null,
  known_happened_at: null,
  reassessed_verdict: null,
  reassessed_due_at: null,
  reassessed_happened_at: null,
  reassessed_policy_version: null,
  reassessed_policy_rule: null,
  ...given,
});

const mark = (percent: number) => ({ mark: percent, at: START });
const near = (before: string) => ({ before, at: START });

describe('verdicts', () => {
  let projections: RunningProjections;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
  });
  afterAll(() => projections.stop());

  async function given(...runs: readonly Run[]): Promise<void> {
    const { pool } = projections.database;
    await pool.query('DELETE FROM read_model.figure_verdicts');
    await pool.query(
      `INSERT INTO read_model.figure_verdicts
       SELECT * FROM json_populate_recordset(NULL::read_model.figure_verdicts, $1)`,
      [JSON.stringify(runs.map(run))],
    );
  }

  const ask = (question: Partial<VerdictFiguresQuestion> = {}) => {
    const handler = new VerdictFiguresHandler(new FigureReader(projections.readModel));
    return handler.execute(new AskVerdictFigures({ clock: 'resolution', kind: ['complaint'], ...question }));
  };

  const list = (question: Partial<VerdictListQuestion> = {}) => {
    const asked = { kind: ['complaint'], limit: 200, ...question } as const;
    return verdictList(asked).page(new FigureReader(projections.readModel), asked);
  };

  it('counts verdicts and the marks that were reached, a miss that still goes on as a miss', async () => {
    await given(
      { marks: [mark(50)] },
      { verdict: 'missed', breached: true, marks: [mark(50), mark(80)] },
      { verdict: 'missed', breached: true, marks: [mark(80)], stopped_at: null },
      { verdict: 'running', stopped_at: null, happened_at: null },
      { verdict: 'none' },
      { clock: 'first-response' },
    );
    expect(await ask()).toMatchObject({
      clock: 'resolution',
      kinds: { complaint: 5 },
      groups: [
        {
          group: null,
          met: 1,
          missed: 2,
          running: 1,
          none: 1,
          marks: [
            { mark: 50, reached: 2 },
            { mark: 80, reached: 2 },
          ],
        },
      ],
    });
  });

  it('counts every clock that ran, those that policies define among them, and what of it is of each team', async () => {
    await given(
      { verdict: 'missed' },
      { team: 'south' },
      { clock: 'x-crew-sent', verdict: 'running', happened_at: null },
      { clock: 'x-crew-sent', verdict: 'none', team: 'south' },
      { kind: 'enquiry', clock: 'update' },
    );
    const handler = new VerdictsByClockHandler(new FigureReader(projections.readModel));
    const byClock = (question: Partial<VerdictsByClockQuestion> = {}) =>
      handler.execute(new AskVerdictsByClock({ kind: ['complaint'], ...question }));
    const nothing = { met: 0, missed: 0, running: 0, none: 0 };
    expect(await byClock()).toMatchObject({
      definitionName: 'verdicts',
      by: 'clock',
      as: 'judged',
      kinds: { complaint: 4 },
      groups: [
        {
          ...nothing,
          ...{ group: 'resolution', met: 1, missed: 1 },
          teams: [
            { ...nothing, team: 'north', missed: 1 },
            { ...nothing, team: 'south', met: 1 },
          ],
        },
        {
          ...nothing,
          ...{ group: 'x-crew-sent', running: 1, none: 1 },
          teams: [
            { ...nothing, team: 'north', running: 1 },
            { ...nothing, team: 'south', none: 1 },
          ],
        },
      ],
    });
    const happened = await byClock({ on: 'happened', team: ['north'] });
    expect(happened.groups.map(({ group }) => group)).toEqual(['resolution']);
  });

  it('counts verdicts as they were judged then, or as they are known now, and says which', async () => {
    const corrected = { verdict: 'missed', known_verdict: 'met', known_happened_at: START } as const;
    await given({ ...corrected, happened_at: START + 30 * HOUR }, { verdict: 'missed' });
    expect(await ask()).toMatchObject({ as: 'judged', groups: [{ met: 0, missed: 2 }] });
    expect(await ask({ as: 'known' })).toMatchObject({ as: 'known', groups: [{ met: 1, missed: 1 }] });
    const onTheDay = { on: 'happened', by: 'day', as: 'known' } as const;
    expect((await ask(onTheDay)).groups).toMatchObject([{ group: '2026-03-01', met: 1, missed: 1 }]);
    const known = await list({ as: 'known', verdict: ['met'] });
    expect(known.items).toMatchObject([{ complaintId: 'case-0', verdict: 'missed', known: 'met' }]);
    expect((await list({ verdict: ['met'] })).items).toEqual([]);
  });

  it('counts them as they were judged again, and as they are known where they were not', async () => {
    const again = {
      reassessed_verdict: 'missed',
      reassessed_due_at: START,
      reassessed_happened_at: START,
      reassessed_policy_version: 2,
      reassessed_policy_rule: 1,
    } as const;
    await given(
      { ...again, happened_at: START + 30 * HOUR },
      { ...again, verdict: 'missed', known_verdict: 'met', known_happened_at: START },
      { verdict: 'missed', known_verdict: 'met', known_happened_at: START + 30 * HOUR },
      {},
    );
    const as = 'reassessed';
    expect(await ask({ as })).toMatchObject({ as, groups: [{ met: 2, missed: 2 }] });
    expect(await ask({ as: 'known' })).toMatchObject({ groups: [{ met: 4, missed: 0 }] });
    expect(await ask()).toMatchObject({ groups: [{ met: 2, missed: 2 }] });
    expect((await ask({ as, on: 'happened', by: 'day' })).groups).toMatchObject([
      { group: '2026-03-01', met: 1, missed: 2 },
      { group: '2026-03-02', met: 1, missed: 0 },
    ]);
    // The version by which it counts is the one that judged it again.
    expect(await ask({ as, policyVersion: 2 })).toMatchObject({ groups: [{ met: 0, missed: 2 }] });
    expect(await ask({ policyVersion: 2 })).toMatchObject({ groups: [{ met: 0, missed: 0 }] });

    const { items } = await list({ as, verdict: ['missed'] });
    expect(items).toMatchObject([
      {
        ...{ complaintId: 'case-0', verdict: 'met', dueAt: '2026-03-01T04:00:00.000Z' },
        policy: { name: 'round-the-clock', version: 1, rule: 3 },
        ...{ reassessed: 'missed', reassessedDueAt: '2026-03-01T00:00:00.000Z' },
        reassessedBy: { name: 'round-the-clock', version: 2, rule: 1 },
      },
      { complaintId: 'case-1', verdict: 'missed', known: 'met', reassessed: 'missed' },
    ]);
    expect((await list({ as, verdict: ['met'] })).items).toMatchObject([
      { complaintId: 'case-2', verdict: 'missed', known: 'met', reassessed: null, reassessedBy: null },
      { complaintId: 'case-3' },
    ]);
  });

  it('splits them, the parts of a group put together', async () => {
    await given(
      { priority: 2 },
      { priority: 2, verdict: 'missed', marks: [mark(80)] },
      { priority: 1, verdict: 'missed', marks: [mark(80)] },
      { priority: 1, verdict: 'running', marks: [mark(80)] },
      { priority: 1 },
    );
    expect((await ask({ by: 'priority' })).groups).toMatchObject([
      {
        group: '1',
        met: 1,
        missed: 1,
        running: 1,
        marks: [{ mark: 80, reached: 2 }],
        first: { complaintId: 'case-2' },
      },
      {
        group: '2',
        met: 1,
        missed: 1,
        running: 0,
        marks: [{ mark: 80, reached: 1 }],
        first: { complaintId: 'case-0' },
      },
    ]);
  });

  it('counts the marks by the time that was left, the most of it first', async () => {
    await given(
      { clock: 'x-crew-sent', near_marks: [near('PT30M'), near('PT5M')] },
      { clock: 'x-crew-sent', near_marks: [near('PT30M'), near('PT2H')] },
    );
    expect((await ask({ clock: 'x-crew-sent' })).groups).toMatchObject([
      {
        nearMarks: [
          { before: 'PT2H', reached: 1 },
          { before: 'PT30M', reached: 2 },
          { before: 'PT5M', reached: 1 },
        ],
      },
    ]);
  });

  it('goes by when the verdict fell where asked, and then leaves out what has none', async () => {
    await given({ happened_at: START + 30 * HOUR }, { verdict: 'running', happened_at: null });
    expect((await ask()).groups).toMatchObject([{ met: 1, running: 1 }]);
    expect((await ask({ on: 'happened', by: 'day' })).groups).toMatchObject([
      { group: '2026-03-02', met: 1, running: 0 },
    ]);
  });

  it('answers zeros where there are none', async () => {
    await given();
    expect((await ask()).groups).toEqual([
      { group: null, met: 0, missed: 0, running: 0, none: 0, marks: [], nearMarks: [] },
    ]);
  });

  describe('listed', () => {
    it('tells all of a run', async () => {
      await given({
        verdict: 'missed',
        breached: true,
        marks: [mark(80)],
        near_marks: [near('PT30M')],
        stopped_at: null,
        happened_at: START,
      });
      expect(await list()).toEqual({
        items: [
          {
            complaintId: 'case-0',
            reference: 'INC-0',
            clock: 'resolution',
            instance: 1,
            cycle: 1,
            verdict: 'missed',
            known: null,
            knownDueAt: null,
            reassessed: null,
            reassessedDueAt: null,
            reassessedBy: null,
            dueAt: '2026-03-01T04:00:00.000Z',
            startedAt: '2026-03-01T00:00:00.000Z',
            stoppedAt: null,
            marks: [{ mark: 80, at: '2026-03-01T00:00:00.000Z' }],
            nearMarks: [{ before: 'PT30M', at: '2026-03-01T00:00:00.000Z' }],
            policy: { name: 'round-the-clock', version: 1, rule: 3 },
            kind: 'complaint',
            category: 'billing',
            channel: 'phone',
            tier: 'standard',
            priority: 3,
            team: 'north',
            agent: 'anna',
            registeredAt: '2026-03-01T00:00:00.000Z',
          },
        ],
      });
    });

    it('pages through runs in the order of registration, none skipped and none twice', async () => {
      const runs = Array.from({ length: 23 }, (_, index) => ({
        partition_key: `case-${String(index % 7)}`,
        registered_at: START + (index % 7 > 3 ? 1 : 0),
        clock: index % 2 === 0 ? ('resolution' as const) : ('first-response' as const),
        instance: index + 1,
      }));
      await given(...runs);
      const seen: VerdictItem[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ limit: 5, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(5);
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen.map(({ instance }) => instance).sort((one, other) => one - other)).toEqual(
        runs.map(({ instance }) => instance),
      );
      const instants = seen.map(({ registeredAt }) => registeredAt);
      expect(instants).toEqual([...instants].sort());
    });

    it('ends with a page that is just full', async () => {
      await given({}, {}, {});
      expect(await list({ limit: 3 })).not.toHaveProperty('nextCursor');
      expect(await list({ limit: 2 })).toHaveProperty('nextCursor');
    });

    it('filters by clock, verdict, kind and cycle', async () => {
      await given({}, { clock: 'first-response' }, { verdict: 'missed' }, { kind: 'enquiry' }, { cycle: 2 });
      const count = async (question: Partial<VerdictListQuestion>) => (await list(question)).items.length;
      expect(await count({})).toBe(4);
      expect(await count({ clock: ['first-response'] })).toBe(1);
      expect(await count({ clock: ['first-response', 'resolution'], verdict: ['missed', 'none'] })).toBe(1);
      expect(await count({ cycle: 1 })).toBe(3);
      expect(await count({ kind: ['all'] })).toBe(5);
    });

    it('refuses a cursor that is none of its own', async () => {
      await expect(list({ cursor: 'bm90aGluZw' })).rejects.toMatchObject({ code: 'cursor-malformed' });
    });
  });
});

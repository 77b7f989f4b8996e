import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { sampleDimensions, START, storeRows } from '../asking/fixtures/stored-figures';
import { ofNoCase } from '../case-dimensions';
import type { PromiseFiguresQuestion } from './promise-figures.dto';
import { PromiseFiguresHandler } from './promise-figures.handler';
import { promiseFigures } from './promise-figures.projection';
import { AskPromiseFigures } from './promise-figures.query';
import { PROMISED, type PromiseRow } from './promise-row';

const HOUR = 3_600_000;

const BROKEN = { state: 'broken', open: false } as const;
const KEPT = { state: 'kept', open: false } as const;

describe('figures of promises', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(START), promiseFigures);
  });
  afterAll(() => running.stop());

  const given = (...promises: readonly Partial<PromiseRow>[]) =>
    storeRows(
      running,
      'figure_promises',
      promises.map((one, n) => ({
        ...sampleDimensions(n),
        stream: `callback-${String(n)}`,
        clock: 'callback',
        instance: 1,
        cycle: 1,
        promise: 'callback',
        state: 'owed',
        open: true,
        kept_late: false,
        happened_at: START,
        ...one,
      })),
    );

  const ask = (question: Partial<PromiseFiguresQuestion> = {}) =>
    new PromiseFiguresHandler(new FigureReader(running.readModel)).execute(
      new AskPromiseFigures({ kind: ['complaint'], ...question }),
    );

  it('say how many were kept, of those kept or broken', async () => {
    await given(
      KEPT,
      KEPT,
      KEPT,
      { ...BROKEN, kept_late: true },
      { state: 'broken' },
      {},
      { state: 'renegotiated', open: false },
      { state: 'released', open: false },
      { ...KEPT, kind: 'enquiry' },
    );
    expect(await ask()).toMatchObject({
      kinds: { complaint: 8 },
      range: { on: 'happened' },
      groups: [
        {
          group: null,
          owed: 1,
          kept: 3,
          broken: 2,
          keptLate: 1,
          brokenAndOpen: 1,
          renegotiated: 1,
          released: 1,
          keptShare: 3 / 5,
        },
      ],
    });
  });

  it('say nothing of what is still owed', async () => {
    await given({}, { state: 'renegotiated', open: false });
    expect(await ask()).toMatchObject({ groups: [{ owed: 1, kept: 0, keptShare: null }] });
    await given();
    expect(await ask()).toMatchObject({ groups: [{ owed: 0, kept: 0, broken: 0, keptShare: null }] });
  });

  it('go by the due instant, in the zone asked for', async () => {
    await given(
      { ...KEPT, happened_at: START - HOUR },
      { ...BROKEN, happened_at: START },
      { ...KEPT, happened_at: START + 24 * HOUR },
    );
    const { groups } = await ask({ by: 'day', zone: 'Asia/Shanghai', to: '2026-03-02T00:00:00Z' });
    expect(groups).toMatchObject([{ group: '2026-03-01', kept: 1, broken: 1 }]);
    expect((await ask({ by: 'hour', from: '2026-03-01T00:00:00Z' })).groups).toMatchObject([
      { group: '2026-03-01T00:00', startsAt: '2026-03-01T00:00:00.000Z', broken: 1 },
      { group: '2026-03-02T00:00', kept: 1 },
    ]);
  });

  it('are split by owner, team and what was promised', async () => {
    await given(
      KEPT,
      { ...BROKEN, agent: 'ben', promise: 'remedy' },
      { ...KEPT, agent: null, team: 'south', promise: 'answer' },
      { ...KEPT, promise: 'follow-up' },
    );
    expect((await ask({ by: 'agent' })).groups).toMatchObject([
      { group: 'anna', kept: 2, first: { complaintId: 'case-0' } },
      { group: 'ben', broken: 1 },
      { group: null, kept: 1 },
    ]);
    expect((await ask({ by: 'team' })).groups).toMatchObject([
      { group: 'north' },
      { group: 'south', kept: 1 },
    ]);
    expect((await ask({ by: 'promise' })).groups.map(({ group }) => group)).toEqual([
      'callback',
      'remedy',
      'answer',
      'follow-up',
    ]);
    expect((await ask({ promise: ['remedy', 'answer'] })).groups).toMatchObject([{ kept: 1, broken: 1 }]);
  });

  it('count calls that no case asked for only with every kind of case', async () => {
    await given(KEPT, { ...ofNoCase('south', 'ben'), ...BROKEN });
    expect(await ask()).toMatchObject({ groups: [{ kept: 1, broken: 0 }] });
    const all = await ask({ kind: ['all'], by: 'team' });
    expect(all.groups).toMatchObject([
      { group: 'north', kept: 1 },
      { group: 'south', broken: 1 },
    ]);
    expect(all.groups[1]).not.toHaveProperty('first');
    expect((await ask({ kind: ['all'], by: 'kind' })).groups.map(({ group }) => group)).toEqual([
      'complaint',
      null,
    ]);
  });

  it('agree with a plain count of any promises', async () => {
    const promises = fc.array(
      fc.record({
        agent: fc.constantFrom('anna', 'ben', null),
        promise: fc.constantFrom(...PROMISED),
        state: fc.constantFrom('owed', 'kept', 'broken', 'renegotiated', 'released'),
        open: fc.boolean(),
        kind: fc.constantFrom('complaint', 'enquiry', 'praise'),
      }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(promises, fc.constantFrom('agent', 'promise', 'kind'), async (all, by) => {
        await given(...all);
        const { groups, kinds } = await ask({ by, kind: ['complaint', 'enquiry'] });
        const asked = all.filter(({ kind }) => kind !== 'praise');
        expect(kinds).toEqual({
          complaint: asked.filter(({ kind }) => kind === 'complaint').length,
          enquiry: asked.filter(({ kind }) => kind === 'enquiry').length,
        });
        expect(new Set(groups.map(({ group }) => group))).toEqual(new Set(asked.map((one) => one[by])));
        for (const { group, keptShare, ...counts } of groups) {
          const ofGroup = asked.filter((one) => one[by] === group);
          const count = (state: string) => ofGroup.filter((one) => one.state === state).length;
          const [kept, broken] = [count('kept'), count('broken')];
          expect(counts).toMatchObject({
            owed: count('owed'),
            kept,
            broken,
            brokenAndOpen: ofGroup.filter(({ state, open }) => state === 'broken' && open).length,
            renegotiated: count('renegotiated'),
            released: count('released'),
          });
          expect(keptShare).toBe(kept + broken === 0 ? null : kept / (kept + broken));
        }
      }),
      { numRuns: 40 },
    );
  });
});

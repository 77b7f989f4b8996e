import { SERVQUAL_DIMENSIONS, type ServqualItem } from '@redress/callbacks';
import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { sampleDimensions, START, storeRows } from '../asking/fixtures/stored-figures';
import { ofNoCase } from '../case-dimensions';
import { followUpFigures } from '../follow-up-figures/follow-up-figures.projection';
import { ServqualFiguresHandler } from '../servqual-figures/servqual-figures.handler';
import { AskServqualFigures } from '../servqual-figures/servqual-figures.query';
import type { AnswerRow } from './answer-row';
import type { SatisfactionFiguresQuestion } from './satisfaction-figures.dto';
import { SatisfactionFiguresHandler } from './satisfaction-figures.handler';
import { AskSatisfactionFigures } from './satisfaction-figures.query';

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

describe('figures of satisfaction', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(START), followUpFigures);
  });
  afterAll(() => running.stop());

  const given = (...answers: readonly Partial<AnswerRow>[]) =>
    storeRows(
      running,
      'figure_answers',
      answers.map((one, n) => ({
        ...sampleDimensions(n),
        event_id: `event-${String(n)}`,
        purpose: 'follow-up',
        cycle: 1,
        happened_at: START + n,
        satisfied: null,
        csat: null,
        servqual: [],
        ...one,
      })),
    );

  const ask = (question: Partial<SatisfactionFiguresQuestion> = {}) =>
    new SatisfactionFiguresHandler(new FigureReader(running.readModel)).execute(
      new AskSatisfactionFigures({ kind: ['complaint'], ...question }),
    );

  it('give mean, top two boxes and distribution of CSAT, and who is satisfied', async () => {
    await given(
      { csat: 5, satisfied: true },
      { csat: 4 },
      { csat: 4, satisfied: true },
      { csat: 1, satisfied: false },
      { satisfied: true },
    );
    expect(await ask()).toMatchObject({
      purpose: 'follow-up',
      kinds: { complaint: 5 },
      groups: [
        {
          answers: 5,
          satisfied: 3,
          dissatisfied: 1,
          satisfiedShare: 0.75,
          csat: {
            n: 4,
            mean: 3.5,
            satisfiedShare: 0.75,
            distribution: [
              { score: 1, count: 1 },
              { score: 2, count: 0 },
              { score: 3, count: 0 },
              { score: 4, count: 2 },
              { score: 5, count: 1 },
            ],
          },
        },
      ],
    });
  });

  it('give perceived, expected and gap by dimension, a gap only where both were said', async () => {
    const item = (perceived: number, expected?: number): ServqualItem => ({
      item: 'on-time',
      dimension: 'reliability',
      perceived,
      ...(expected === undefined ? {} : { expected }),
    });
    await given(
      { servqual: [item(4, 6), item(7)] },
      { servqual: [item(4, 7), { ...item(2), dimension: 'empathy' }] },
      { csat: 3 },
    );
    const { groups } = await ask();
    expect(groups[0]?.servqual).toEqual([
      { dimension: 'tangibles', items: 0, perceived: null, expected: null, gap: null },
      { dimension: 'reliability', items: 3, perceived: 5, expected: 6.5, gap: -2.5 },
      { dimension: 'responsiveness', items: 0, perceived: null, expected: null, gap: null },
      { dimension: 'assurance', items: 0, perceived: null, expected: null, gap: null },
      { dimension: 'empathy', items: 1, perceived: 2, expected: null, gap: null },
    ]);
  });

  it('weigh the gaps that there are, and count as surveyed who said anything of a dimension', async () => {
    const item = (dimension: ServqualItem['dimension'], expected: number, perceived: number) => ({
      ...{ item: 'i', dimension, expected, perceived },
    });
    await given(
      { servqual: [item('reliability', 7, 4), item('empathy', 5, 6)] },
      { servqual: [item('reliability', 7, 6)] },
      { csat: 3 },
    );
    const equal = { tangibles: 20, reliability: 20, responsiveness: 20, assurance: 20, empathy: 20 };
    const weighed = (points: object) =>
      new ServqualFiguresHandler(new FigureReader(running.readModel)).execute(
        new AskServqualFigures({ kind: ['complaint'], ...equal, ...points }),
      );
    expect(await weighed({})).toMatchObject({ surveyed: 2, kinds: { complaint: 2 }, overallGap: -0.5 });
    expect((await weighed({ reliability: 60 })).overallGap).toBeCloseTo(-1.25, 9);
    expect(await weighed({ reliability: 0, empathy: 0 })).toMatchObject({ overallGap: null });
  });

  it('never mix the occasions on which customers were asked', async () => {
    await given(
      { csat: 5 },
      { csat: 1, purpose: 'care' },
      { csat: 2, purpose: 'renewal' },
      { ...ofNoCase('care', 'dora'), csat: 4, purpose: 'care' },
    );
    expect((await ask()).groups).toMatchObject([{ csat: { n: 1, mean: 5 } }]);
    expect((await ask({ purpose: 'care' })).groups).toMatchObject([{ csat: { n: 1, mean: 1 } }]);
    expect((await ask({ purpose: 'care', kind: ['all'] })).groups).toMatchObject([{ csat: { n: 2 } }]);
  });

  it('are split by who resolved, by team, tier and day, with what belongs to each', async () => {
    const empathy = (perceived: number) => [{ item: 'i', dimension: 'empathy', perceived }] as const;
    await given(
      { csat: 5, servqual: empathy(7) },
      { csat: 4, servqual: empathy(5) },
      { csat: 1, agent: 'ben', tier: 'vip', servqual: empathy(1), happened_at: START + 86_400_000 },
    );
    expect((await ask({ by: 'agent' })).groups).toMatchObject([
      { group: 'anna', csat: { mean: 4.5 }, servqual: { 4: { perceived: 6 } } },
      { group: 'ben', csat: { mean: 1 }, servqual: { 4: { perceived: 1 } } },
    ]);
    expect((await ask({ by: 'tier' })).groups.map(({ group }) => group)).toEqual(['standard', 'vip']);
    expect((await ask({ by: 'day' })).groups).toMatchObject([
      { group: '2026-03-01', answers: 2, servqual: { 4: { items: 2 } } },
      { group: '2026-03-02', answers: 1, servqual: { 4: { items: 1 } } },
    ]);
    expect((await ask({ team: ['south'] })).groups).toMatchObject([
      { answers: 0, satisfiedShare: null, csat: { n: 0, mean: null, satisfiedShare: null } },
    ]);
  });

  it('agree with a plain calculation from any answers', async () => {
    const items = fc.record(
      {
        item: fc.constant('i'),
        dimension: fc.constantFrom(...SERVQUAL_DIMENSIONS),
        perceived: fc.integer({ min: 1, max: 7 }),
        expected: fc.integer({ min: 1, max: 7 }),
      },
      { requiredKeys: ['item', 'dimension', 'perceived'] },
    );
    const answers = fc.array(
      fc.record({
        team: fc.constantFrom('north', 'south'),
        satisfied: fc.constantFrom(true, false, null),
        csat: fc.option(fc.integer({ min: 1, max: 5 })),
        servqual: fc.array(items, { maxLength: 4 }),
      }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(answers, async (all) => {
        await given(...all);
        const { groups } = await ask({ by: 'team' });
        expect(groups.reduce((sum, group) => sum + group.answers, 0)).toBe(all.length);
        for (const { group, csat, satisfiedShare, servqual } of groups) {
          const ofTeam = all.filter(({ team }) => team === group);
          const scores = ofTeam.flatMap((one) => (one.csat === null ? [] : [one.csat]));
          expect(csat.mean).toBe(mean(scores));
          expect(csat.satisfiedShare).toBe(mean(scores.map((score) => (score >= 4 ? 1 : 0))));
          expect(csat.distribution.flatMap(({ score, count }) => Array<number>(count).fill(score))).toEqual(
            scores.toSorted(),
          );
          const said = ofTeam.flatMap(({ satisfied }) => (satisfied === null ? [] : [satisfied ? 1 : 0]));
          expect(satisfiedShare).toBe(mean(said));
          for (const { dimension, ...means } of servqual) {
            const given = ofTeam.flatMap((one) =>
              one.servqual.filter((item) => item.dimension === dimension),
            );
            const both = given.flatMap(({ perceived, expected }) =>
              expected === undefined ? [] : [{ perceived, expected }],
            );
            expect(means.items).toBe(given.length);
            expectClose(means.perceived, mean(given.map(({ perceived }) => perceived)));
            expectClose(means.expected, mean(both.map(({ expected }) => expected)));
            expectClose(means.gap, mean(both.map(({ perceived, expected }) => perceived - expected)));
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

function expectClose(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  else expect(actual).toBeCloseTo(expected, 9);
}

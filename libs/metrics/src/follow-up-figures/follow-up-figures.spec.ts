import fc from 'fast-check';
import { VirtualClock } from '@redress/kernel';
import { runProjections, type RunningProjections } from '@redress/testing';
import { FigureReader } from '../asking/figure-reader';
import { sampleDimensions, START, storeRows } from '../asking/fixtures/stored-figures';
import type { FollowUpFiguresQuestion } from './follow-up-figures.dto';
import { FollowUpFiguresHandler } from './follow-up-figures.handler';
import { followUpFigures } from './follow-up-figures.projection';
import { AskFollowUpFigures } from './follow-up-figures.query';
import type { FollowUpRow } from './follow-up-row';

describe('figures of follow-ups', () => {
  let running: RunningProjections;

  beforeAll(async () => {
    running = await runProjections(new VirtualClock(START), followUpFigures);
  });
  afterAll(() => running.stop());

  const given = (...resolutions: readonly Partial<FollowUpRow>[]) =>
    storeRows(
      running,
      'figure_follow_ups',
      resolutions.map((one, n) => ({
        ...sampleDimensions(n),
        cycle: 1,
        happened_at: START + n,
        outcome: null,
        verdict: null,
        attempts: 0,
        ...one,
      })),
    );

  const ask = (question: Partial<FollowUpFiguresQuestion> = {}) =>
    new FollowUpFiguresHandler(new FigureReader(running.readModel)).execute(
      new AskFollowUpFigures({ kind: ['complaint'], ...question }),
    );

  it('say how many were followed up, in time, reached and dissatisfied, and after how many calls', async () => {
    await given(
      { outcome: 'satisfied', verdict: 'met', attempts: 1 },
      { outcome: 'satisfied', verdict: 'met', attempts: 3 },
      { outcome: 'dissatisfied', verdict: 'missed', attempts: 2 },
      { outcome: 'unreachable', attempts: 6 },
      { attempts: 4 },
      { verdict: 'missed' },
      { kind: 'enquiry' },
    );
    expect(await ask()).toMatchObject({
      kinds: { complaint: 6 },
      range: { on: 'happened' },
      groups: [
        {
          resolved: 6,
          followedUp: 4,
          satisfied: 2,
          dissatisfied: 1,
          unreachable: 1,
          followUpRate: 4 / 6,
          inTime: 2,
          late: 2,
          inTimeShare: 0.5,
          reach: 3 / 4,
          dissatisfiedShare: 1 / 3,
          attempts: 16,
          attemptsPerFollowUp: 3,
        },
      ],
    });
  });

  it('count each cycle, by when it was resolved', async () => {
    await given(
      { cycle: 1 },
      { cycle: 2, outcome: 'satisfied' },
      { cycle: 2, happened_at: START + 86_400_000, outcome: 'unreachable' },
    );
    expect((await ask({ by: 'day' })).groups).toMatchObject([
      { group: '2026-03-01', resolved: 2, followedUp: 1 },
      { group: '2026-03-02', resolved: 1, unreachable: 1, reach: 0, dissatisfiedShare: null },
    ]);
    expect((await ask({ cycle: 2, to: '2026-03-02T00:00:00Z' })).groups).toMatchObject([{ resolved: 1 }]);
  });

  it('answer zeros where nothing was resolved', async () => {
    await given();
    expect(await ask()).toMatchObject({
      groups: [
        {
          resolved: 0,
          followedUp: 0,
          followUpRate: null,
          inTimeShare: null,
          reach: null,
          attempts: 0,
          attemptsPerFollowUp: null,
        },
      ],
    });
  });

  it('agree with a plain count of any resolutions', async () => {
    const resolutions = fc.array(
      fc.record({
        agent: fc.constantFrom('anna', 'ben', null),
        outcome: fc.constantFrom('satisfied', 'dissatisfied', 'unreachable', null),
        verdict: fc.constantFrom('met', 'missed', null),
        attempts: fc.nat(6),
      }),
      { maxLength: 60 },
    );
    const ratio = (count: number, of: number) => (of === 0 ? null : count / of);
    await fc.assert(
      fc.asyncProperty(resolutions, async (all) => {
        await given(...all);
        const { groups } = await ask({ by: 'agent' });
        expect(groups.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(all.length);
        for (const { group, ...figures } of groups) {
          const ofAgent = all.filter(({ agent }) => agent === group);
          const done = ofAgent.filter(({ outcome }) => outcome !== null);
          const asked = done.filter(({ outcome }) => outcome !== 'unreachable');
          const judged = ofAgent.filter(({ verdict }) => verdict !== null);
          expect(figures).toMatchObject({
            resolved: ofAgent.length,
            followedUp: done.length,
            followUpRate: ratio(done.length, ofAgent.length),
            inTimeShare: ratio(judged.filter(({ verdict }) => verdict === 'met').length, judged.length),
            reach: ratio(asked.length, done.length),
            dissatisfiedShare: ratio(
              asked.filter(({ outcome }) => outcome === 'dissatisfied').length,
              asked.length,
            ),
            attempts: ofAgent.reduce((sum, { attempts }) => sum + attempts, 0),
            attemptsPerFollowUp: ratio(
              done.reduce((sum, { attempts }) => sum + attempts, 0),
              done.length,
            ),
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});

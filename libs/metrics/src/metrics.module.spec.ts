import { Global, Module, type INestApplicationContext } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { toIso, VirtualClock, type DomainEvent } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { runProjections, type RunningProjections } from '@redress/testing';
import { CaseFiguresController } from './case-figures/case-figures.controller';
import { MetricsModule } from './metrics.module';
import { metricsProjection } from './metrics.projection';
import { ResponseTimesController } from './response-times/response-times.controller';
import { VerdictFiguresController } from './verdict-figures/verdict-figures.controller';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1, 9);
const policy = { name: 'round-the-clock', version: 1, rule: 1 };
const place = { team: 'north', agent: 'anna', priority: 2 };
const clock = { clock: 'resolution', instance: 1, cycle: 1 };

/** A case that waited ten of its sixty minutes and was resolved by `agent`, in time or not. */
function life(kind: string, agent: string, inTime: boolean): DomainEvent[] {
  const target = {
    within: 'PT1H',
    calendar: { name: '24x7', version: 1 },
    pausedBy: ['customer'],
    marks: [80],
  };
  const dueAt = toIso(START + (inTime ? 70 : 30) * MINUTE);
  const detectedAt = toIso(START + 60 * MINUTE);
  const facts: readonly (readonly [number, string, object])[] = [
    [
      0,
      'ComplaintRegistered',
      { kind, category: 'billing', channel: 'web', tier: 'key', specialCare: false, ...place, policy },
    ],
    [0, 'ClockStarted', { ...clock, startedAt: toIso(START), target, policy, dueAt }],
    [10, 'ComplaintWaitStarted', { ...place, waitsFor: 'customer' }],
    [20, 'ComplaintResumed', { ...place, waitedFor: 'customer' }],
    [25, 'ClockMarkReached', { ...clock, mark: 80, dueAt, detectedAt }],
    [60, 'ComplaintTransferred', { team: 'south', agent, from: place }],
    [60, 'ComplaintResolved', { ...place, team: 'south', agent, resolvedBy: agent, cycle: 1 }],
    [
      60,
      'ClockStopped',
      { ...clock, stoppedAt: detectedAt, verdict: inTime ? 'met' : 'missed', dueAt, elapsedMs: 50 * MINUTE },
    ],
  ];
  return facts.map(([minute, type, data]) => ({
    type,
    version: 1,
    occurredAt: START + minute * MINUTE,
    data,
  }));
}

describe('MetricsModule', () => {
  let projections: RunningProjections;
  let app: INestApplicationContext;

  beforeAll(async () => {
    projections = await runProjections(new VirtualClock(START), metricsProjection);
    @Global()
    @Module({
      imports: [CqrsModule.forRoot(), MetricsModule],
      providers: [{ provide: ReadModel, useValue: projections.readModel }],
      exports: [ReadModel],
    })
    class App {}
    app = await NestFactory.createApplicationContext(App, { logger: false });
    await projections.record('1', ...life('complaint', 'ben', true));
    await projections.record('2', ...life('complaint', 'cleo', false));
    await projections.record('3', ...life('enquiry', 'ben', true));
    await projections.shown();
  });
  afterAll(async () => {
    await app.close();
    await projections.stop();
  });

  it('answers every question from what was recorded', async () => {
    const kind = ['complaint'] as const;
    const times = await app
      .get(ResponseTimesController)
      .responseTimes({ kind, measure: 'resolution', by: 'agent', within: 'PT1H' }, undefined);
    expect(times).toMatchObject({
      measure: 'resolution',
      by: 'agent',
      zone: 'UTC',
      range: { on: 'registered' },
      kinds: { complaint: 2 },
      quantiles: { method: 'exact' },
      groups: [
        { n: 1, meanMs: 60 * MINUTE, p99Ms: 60 * MINUTE, within: { share: 1 } },
        { n: 1, meanMs: 60 * MINUTE },
      ],
    });
    expect(times.freshness.caughtUpMsAgo).toBeGreaterThanOrEqual(0);

    const cases = await app.get(CaseFiguresController).caseFigures({ kind, by: 'day' }, undefined);
    expect(cases.groups).toEqual([
      {
        group: '2026-03-01',
        startsAt: '2026-03-01T00:00:00.000Z',
        cases: 2,
        resolvedCases: 2,
        reopenedCases: 0,
        transferredCases: 2,
        chasedCases: 0,
        escalatedCases: 0,
        repeatCases: 0,
        appealedCases: 0,
        transfers: 2,
        returns: 0,
        priorityChanges: 0,
        resolutions: 2,
        closings: 0,
        reopenings: 0,
        reclassifications: 0,
        chases: 0,
        escalations: 0,
        appeals: 0,
        ended: ['archived', 'refused', 'withdrawn', 'merged'].map((as) => ({ as, cases: 0 })),
        waits: [
          { waitsFor: 'customer', waits: 2, waitedSeconds: 1200 },
          { waitsFor: 'supplier', waits: 0, waitedSeconds: 0 },
          { waitsFor: 'evidence', waits: 0, waitedSeconds: 0 },
          { waitsFor: 'another-case', waits: 0, waitedSeconds: 0 },
        ],
      },
    ]);

    const verdicts = app.get(VerdictFiguresController);
    const counted = await verdicts.verdictFigures(
      { kind, clock: 'resolution', by: 'agent', agent: ['cleo'] },
      undefined,
    );
    expect(counted.groups).toMatchObject([
      { group: 'cleo', met: 0, missed: 1, marks: [{ mark: 80, reached: 1 }], first: { complaintId: '2' } },
    ]);
    const listed = await verdicts.verdictList({ kind: ['all'], limit: 10 }, undefined);
    expect(listed.items.map(({ complaintId, verdict, agent }) => [complaintId, verdict, agent])).toEqual([
      ['1', 'met', 'ben'],
      ['2', 'missed', 'cleo'],
      ['3', 'met', 'ben'],
    ]);
  });

  it('shows the command whose read token a question carries', async () => {
    await projections.record('4', ...life('praise', 'ben', true));
    const [newest] = (await projections.store.readAll({ limit: Infinity })).slice(-1);
    const readAfter = { partition: projections.feed.partitionOf('4'), position: newest?.position ?? '' };
    const { groups } = await app.get(CaseFiguresController).caseFigures({ kind: ['praise'] }, readAfter);
    expect(groups).toMatchObject([{ cases: 1, resolvedCases: 1 }]);
  });

  it('answers zeros where no case is of the kind', async () => {
    const { groups, kinds } = await app
      .get(CaseFiguresController)
      .caseFigures({ kind: ['quote'] }, undefined);
    expect(groups).toMatchObject([{ group: null, cases: 0, transfers: 0 }]);
    expect(kinds).toEqual({ quote: 0 });
  });
});

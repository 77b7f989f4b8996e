import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import { newId, SYSTEM_ACTOR, toIso, VirtualClock, type DomainEvent, type NewEvent } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import { runProjections, type RunningProjections } from '@redress/testing';
import { send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import type { FigureAnswer } from './asking/figure-answer.dto';
import { FollowUpFiguresController } from './follow-up-figures/follow-up-figures.controller';
import { PromiseFiguresController } from './promise-figures/promise-figures.controller';
import { RemedyFiguresController } from './remedy-figures/remedy-figures.controller';
import { SatisfactionFiguresController } from './satisfaction-figures/satisfaction-figures.controller';
import { followUpFigures, metricsProjection, MetricsModule, promiseFigures, remedyFigures } from '.';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1, 9);
const at = (hour: number): string => toIso(START + hour * HOUR);

const place = { team: 'north', agent: 'ben', priority: 3 };
const policy = { name: 'p', version: 1, rule: 1 };
const resolution = {
  ...place,
  resolutionId: 'r1',
  cycle: 1,
  remedies: [{ kind: 'refund', amount: { minor: 4_200, currency: 'CNY' } }],
  cause: 'meter',
};
const fulfilment = { clock: 'fulfilment', instance: 1, cycle: 1 };
const call = {
  callbackId: '7',
  complaintId: 'a',
  customerId: 'c1',
  purpose: 'follow-up',
  team: 'north',
  owner: 'dora',
  windowNumber: 1,
  window: { from: at(20), to: at(24) },
};
const window = { clock: 'callback', instance: 1, cycle: 1 };

const servqual = [
  { item: 'Q5', dimension: 'reliability', expected: 7, perceived: 4 },
  { item: 'Q9', dimension: 'empathy', expected: 5, perceived: 6 },
];

const facts = (...lines: readonly (readonly [hour: number, type: string, data: object])[]): DomainEvent[] =>
  lines.map(([hour, type, data]) => ({ type, version: 1, occurredAt: START + hour * HOUR, data }));

const ON_CASE = facts(
  [
    0,
    'ComplaintRegistered',
    {
      ...place,
      complaintId: 'a',
      kind: 'complaint',
      category: 'billing',
      channel: 'web',
      tier: 'key',
      specialCare: false,
      customerId: 'c1',
      remedySoughtRef: 't1',
      policy,
    },
  ],
  [1, 'ResolutionOffered', resolution],
  [2, 'ResolutionAccepted', { ...resolution, fulfilBy: at(5) }],
  [2, 'ClockStarted', { ...fulfilment, startedAt: at(2), dueAt: at(5), policy }],
  [5, 'ClockBreached', { ...fulfilment, dueAt: at(5), detectedAt: at(5) }],
  [6, 'ResolutionFulfilled', resolution],
  [6, 'ClockStopped', { ...fulfilment, stoppedAt: at(6), verdict: 'missed', dueAt: at(5), elapsedMs: 0 }],
  [6, 'ComplaintResolved', { ...place, resolvedBy: 'ben', cycle: 1 }],
);

const ON_CALL = facts(
  [6, 'CallbackScheduled', call],
  [6, 'ClockStarted', { ...window, startedAt: at(20), dueAt: at(24), policy }],
  [21, 'CallbackAttempted', { ...call, attempt: 1, agent: 'dora', outcome: 'reached', startedAt: at(21) }],
  [21, 'ClockStopped', { ...window, stoppedAt: at(21), verdict: 'met', dueAt: at(24), elapsedMs: 0 }],
  [
    21,
    'CallbackCompleted',
    { ...call, agent: 'dora', reachedAt: at(21), cycle: 1, answers: { satisfied: true, csat: 5, servqual } },
  ],
);

const AFTERWARDS = facts([
  21,
  'ComplaintFollowedUp',
  { ...place, outcome: 'satisfied', cycle: 1, askedAt: at(21), callbackId: '7', csat: 5 },
]);

const asNew = (event: DomainEvent): NewEvent => ({
  ...event,
  id: newId(),
  occurredAt: toIso(event.occurredAt),
  actor: SYSTEM_ACTOR,
  commandId: newId(),
  correlationId: newId(),
  causationId: newId(),
  partitionKey: 'a',
});

describe('the endpoints of figures about what puts a case right', () => {
  let running: RunningProjections;
  let echo: RunningEcho;

  beforeAll(async () => {
    running = await runProjections(
      new VirtualClock(START),
      metricsProjection,
      promiseFigures,
      remedyFigures,
      followUpFigures,
    );
    const readModel = { provide: ReadModel, useValue: running.readModel };

    @Global()
    @Module({ providers: [readModel], exports: [readModel] })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, MetricsModule]);
    await running.store.append('complaint-a', 'none', ON_CASE.map(asNew));
    await running.store.append('callback-7', 'none', ON_CALL.map(asNew));
    await running.store.append('complaint-a', 'any', AFTERWARDS.map(asNew));
    await running.shown();
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const ask = (figures: string, role = 'analyst') => send(`${echo.url}/v1/figures/${figures}`, { role });
  const answer = async (figures: string): Promise<unknown> => (await ask(figures)).json();

  it('answer each from the same facts', async () => {
    expect(await answer('promises?kind=complaint&by=promise')).toMatchObject({
      by: 'promise',
      groups: [
        { group: 'follow-up', kept: 1, broken: 0, keptShare: 1 },
        { group: 'remedy', kept: 0, broken: 1, keptLate: 1, keptShare: 0 },
      ],
    });
    expect(await answer('promises?kind=complaint&by=agent&promise=follow-up')).toMatchObject({
      groups: [{ group: 'dora', kept: 1, first: { complaintId: 'a' } }],
    });
    expect(await answer('remedies?kind=complaint&by=cause&currency=CNY')).toMatchObject({
      groups: [{ group: 'meter', amounts: [{ currency: 'CNY', paidMinor: 4_200, costMinor: 4_200 }] }],
      trialBalance: [{ currency: 'CNY', sumMinor: 0 }],
    });
    expect(await answer('remedies?kind=complaint')).toMatchObject({
      groups: [{ remedies: { sought: 1, offered: 1, accepted: 1, fulfilled: 1 }, acceptanceRate: 1 }],
    });
    expect(await answer('follow-ups?kind=complaint&by=agent')).toMatchObject({
      groups: [{ group: 'ben', resolved: 1, followUpRate: 1, reach: 1, attempts: 1 }],
    });
    expect(await answer('satisfaction?kind=complaint&by=agent')).toMatchObject({
      groups: [{ group: 'ben', answers: 1, satisfied: 1, csat: { mean: 5 } }],
    });
    expect(await answer('satisfaction?kind=all&purpose=care')).toMatchObject({
      purpose: 'care',
      groups: [{ answers: 0 }],
    });
    expect(await answer('servqual?kind=complaint&reliability=60&empathy=20&assurance=0')).toMatchObject({
      definitionName: 'servqual',
      by: 'dimension',
      surveyed: 1,
      kinds: { complaint: 1 },
      overallGap: -2,
      groups: [
        { group: 'tangibles', items: 0, gap: null },
        { group: 'reliability', items: 1, expected: 7, perceived: 4, gap: -3, weight: 0.5 },
        { group: 'responsiveness', gap: null },
        { group: 'assurance', gap: null, weight: 0 },
        { group: 'empathy', gap: 1 },
      ],
    });
    expect(await answer('servqual?kind=complaint&reliability=0&empathy=0')).toMatchObject({
      overallGap: null,
    });
  });

  it.each([
    ['promises', 'promise=remedy&state=broken', [{ promise: 'remedy', keptLate: true, happenedAt: at(5) }]],
    ['promises', 'promise=follow-up', [{ promise: 'follow-up', state: 'kept', agent: 'dora', priority: 3 }]],
    ['promises', 'open=true', []],
    ['promises', 'keptLate=false&state=broken', []],
    ['remedies', 'act=sought', [{ act: 'sought', remedy: null, amountMinor: null }]],
    ['remedies', 'act=offered&cause=meter', [{ act: 'offered', amountMinor: 4_200, currency: 'CNY' }]],
    ['remedies', '', ['fulfilled', 'accepted', 'offered', 'sought'].map((act) => ({ act }))],
    ['follow-ups', 'outcome=satisfied', [{ outcome: 'satisfied', attempts: 1, agent: 'ben' }]],
    ['follow-ups', 'verdict=missed', []],
    ['satisfaction', 'satisfied=true&csat=4&csat=5', [{ csat: 5, agent: 'ben', happenedAt: at(21) }]],
    ['satisfaction', 'satisfied=false', []],
    ['satisfaction', 'dimension=empathy', [{ csat: 5 }]],
    ['satisfaction', 'dimension=tangibles', []],
    ['cases', 'had=resolved', [{ resolutions: 1, reopenings: 0, registeredAt: at(0), team: 'north' }]],
    ['cases', 'had=reopened', []],
    ['response-times', 'measure=resolution', [{ tookMs: 6 * HOUR, verdict: null, agent: 'ben' }]],
    ['response-times', 'measure=resolution&verdict=missed', []],
    ['response-times', 'measure=x-crew-sent', []],
    ['verdicts', 'clock=fulfilment', [{ verdict: 'missed', dueAt: at(5), stoppedAt: at(6) }]],
  ])('list what stands behind them: %s, %s', async (figures, search, items) => {
    const listed = (await answer(`${figures}/list?kind=complaint&${search}`)) as { items: object[] };
    expect(Object.keys(listed)).toEqual(['items']);
    expect(listed.items).toMatchObject(items.map((item) => ({ complaintId: 'a', ...item })));
  });

  it.each(['promises', 'remedies', 'follow-ups', 'satisfaction', 'servqual'])(
    'are for leaders and analysts, and must say which kinds count: %s',
    async (figures) => {
      expect((await ask(`${figures}?kind=all`, 'agent')).status).toBe(403);
      expect((await ask(`${figures}?kind=all`, 'shift-leader')).status).toBe(200);
      const refused = await ask(figures);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ errors: [{ field: 'kind', code: 'required' }] });
      const answered = (await answer(`${figures}?kind=all`)) as { definition: string };
      const by = figures === 'servqual' ? 'dimension' : null;
      expect(answered).toMatchObject({ range: { on: 'happened' }, zone: 'UTC', by });
      expect(answered.definition).not.toBe('');
    },
  );

  it.each([
    ['promises?kind=all&by=cause', 'by'],
    ['remedies?kind=all&by=promise', 'by'],
    ['follow-ups?kind=all&by=currency', 'by'],
    ['satisfaction?kind=all&purpose=fun', 'purpose'],
    ['remedies?kind=all&remedy=cake', 'remedy'],
    ['promises?kind=all&promise=secrecy', 'promise'],
    ['follow-ups?kind=all&on=registered', 'on'],
    ['satisfaction?kind=all&by=day&zone=Mars/Olympus', 'zone'],
    ['servqual?kind=all&empathy=101', 'empathy'],
    ['cases/list?kind=all&had=fun', 'had'],
    ['promises/list?kind=all&limit=0', 'limit'],
    ['response-times/list?kind=all&measure=patience', 'measure'],
  ])('refuse %s', async (figures, field) => {
    const refused = await ask(figures);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ errors: [{ field }] });
  });

  it('show the command whose read token comes with the question, and say how old the figures are', async () => {
    const question = { kind: ['praise'] } as const;
    const { app } = echo;
    const questions: readonly ((
      token: ReadToken,
    ) => Promise<FigureAnswer & { readonly groups: readonly object[] }>)[] = [
      (token) => app.get(PromiseFiguresController).promiseFigures(question, token),
      (token) => app.get(RemedyFiguresController).remedyFigures(question, token),
      (token) => app.get(FollowUpFiguresController).followUpFigures(question, token),
      (token) => app.get(SatisfactionFiguresController).satisfactionFigures(question, token),
    ];
    const counts = [{ broken: 1 }, { remedies: { fulfilled: 2 } }, { resolved: 3 }, { answers: 4 }];
    for (const [index, ask] of questions.entries()) {
      const { groups, freshness } = await ask(await praised(`praised-${String(index)}`));
      expect(groups).toMatchObject([counts[index]]);
      expect(freshness.caughtUpMsAgo).toBeGreaterThanOrEqual(0);
    }
  });

  /** The same case again as praise, of which the customer was asked without a call; how to read it. */
  async function praised(id: string): Promise<ReadToken> {
    const [registration, ...others] = ON_CASE;
    const events = [
      ...facts([0, 'ComplaintRegistered', { ...registration?.data, complaintId: id, kind: 'praise' }]),
      ...others,
      ...facts([21, 'ComplaintFollowedUp', { ...place, outcome: 'satisfied', cycle: 1, askedAt: at(21) }]),
    ].map((event) => ({ ...asNew(event), partitionKey: id }));
    await running.store.append(`complaint-${id}`, 'none', events);
    const [newest] = (await running.store.readAll({ limit: Infinity })).slice(-1);
    return { partition: running.feed.partitionOf(id), position: newest?.position ?? '' };
  }
});

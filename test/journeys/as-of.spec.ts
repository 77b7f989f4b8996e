import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { approvals, ApprovalsModule } from '@redress/approvals';
import { BoardModule, teamClocks } from '@redress/board';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, toIso, VirtualClock, type EpochMs } from '@redress/kernel';
import { promises, PromisesModule } from '@redress/promises';
import { queues, QueuesModule } from '@redress/queues';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import fc from 'fast-check';
import { send, startEcho, type RunningEcho } from '../../libs/platform/src/http/test-app/start-echo';
import { caseLife, minute, registration, type LifeStep } from '../support/case-life';

/** What may become of a case, some minutes after what came before; whatever is not legal then is left out. */
const step = fc.tuple(
  fc.integer({ min: 0, max: 200 }),
  fc.constantFrom<LifeStep[1]>(
    { type: 'ClaimComplaint', agent: 'ann' },
    { type: 'ClaimComplaint', agent: 'bob' },
    { type: 'TransferComplaint', team: 'south', agent: null },
    { type: 'TransferComplaint', team: 'north', agent: 'ann' },
    { type: 'ReprioritiseComplaint', priority: 1 },
    { type: 'RespondToComplaint' },
    { type: 'StartWaiting', waitsFor: 'customer' },
    { type: 'ResumeComplaint' },
    { type: 'ChaseComplaint' },
    { type: 'look' },
    { type: 'ResolveComplaint', resolvedBy: null },
    { type: 'ReopenComplaint' },
    { type: 'RequestExtension', clock: 'resolution', within: 'PT30H', reason: 'evidence' },
    { type: 'RefuseExtension', reason: 'no-ground' },
    { type: 'PromiseAnswer', answerBy: minute(300) },
    { type: 'AppealComplaint' },
  ),
);
const lives = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 8, maxLength: 8 });

function lifeOf(caseId: string, steps: readonly (readonly [number, LifeStep[1]])[]) {
  let after = 0;
  let legal: LifeStep[] = [];
  let life = caseLife(registration(caseId));
  for (const [minutes, order] of steps) {
    after += minutes;
    const longer: LifeStep[] = [...legal, [after, order]];
    try {
      life = caseLife(registration(caseId), ...longer);
      legal = longer;
    } catch {
      // Not in this phase.
    }
  }
  return life;
}

/** How some of them begin, so that every question has something to show. */
const BEGINNINGS: readonly (readonly (readonly [number, LifeStep[1]])[])[] = [
  [[1, { type: 'ClaimComplaint', agent: 'ann' }]],
  [[2, { type: 'ClaimComplaint', agent: 'bob' }]],
  [[3, { type: 'TransferComplaint', team: 'south', agent: null }]],
  [[4, { type: 'PromiseAnswer', answerBy: minute(50) }]],
  [[5, { type: 'RequestExtension', clock: 'resolution', within: 'PT30H', reason: 'evidence' }]],
];

const CASES = Array.from({ length: 8 }, (_, n) => `case-${String(n)}`);
const QUESTIONS = [
  'queues/teams/north',
  'queues/teams/south',
  'queues/agents/ann',
  'queues/agents/bob',
  'teams/north/clocks',
  'teams/south/clocks',
  ...CASES.map((caseId) => `complaints/${caseId}/clocks`),
  'complaints/case-0/clocks/resolution/explanation',
  'complaints/case-1/clocks/first-response/explanation',
  'approvals/waiting',
  'promises',
  'promises?open=true&dueWithinMinutes=60',
];

const hasSomething = (told: unknown): boolean =>
  typeof told === 'object' && Object.keys(told ?? {}).length > 0;

describe('queues, boards, clocks, approvals and promises as of an instant', () => {
  let running: RunningProjections;
  let echo: RunningEcho;
  let clock: VirtualClock;

  beforeAll(async () => {
    clock = new VirtualClock(minute(-60));
    running = await runProjections(clock, queues, teamClocks, approvals, promises);
    const engines = [
      { provide: ReadModel, useValue: running.readModel },
      { provide: Past, useValue: running.past },
      { provide: EVENT_STORE, useValue: running.store },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [
      CqrsModule.forRoot(),
      EnginesModule,
      QueuesModule,
      BoardModule,
      ApprovalsModule,
      PromisesModule,
    ]);
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const ask = async (path: string): Promise<{ status: number; body: unknown }> => {
    const answer = await send(`${echo.url}/v1/${path}`, { role: 'supervisor' });
    return { status: answer.status, body: await answer.json() };
  };

  /** What is shown now, by question: the list, or what is told of one thing, or how it was refused. */
  async function shownNow(): Promise<Map<string, unknown>> {
    const shown = new Map<string, unknown>();
    const answers = await Promise.all(QUESTIONS.map(ask));
    for (const [n, { status, body }] of answers.entries()) {
      const { items } = body as { items?: unknown };
      const told = Array.isArray(body) ? body : (items ?? body);
      shown.set(QUESTIONS[n] ?? '', status === 200 ? told : status);
    }
    return shown;
  }

  it('are what they were when it was now, also after a rebuild', async () => {
    const sample = fc.sample(lives, { numRuns: 1, seed: 20_260_105 })[0] ?? [];
    const events = CASES.flatMap((caseId, n) =>
      recordedEvents(...lifeOf(caseId, [...(BEGINNINGS[n] ?? []), ...(sample[n] ?? [])])),
    ).sort((one, other) => one.occurredAt - other.occurredAt);
    const recorded = new Map<EpochMs, Map<string, unknown>>([[clock.now(), await shownNow()]]);
    for (const [n, event] of events.entries()) {
      clock.advanceTo(event.occurredAt);
      await running.recordOn(event, event);
      if (events[n + 1]?.occurredAt === event.occurredAt) continue;
      await running.shown();
      recorded.set(clock.now(), await shownNow());
    }
    expect(recorded.size).toBeGreaterThan(15);
    const empty = QUESTIONS.filter((question) =>
      [...recorded.values()].every((shown) => !hasSomething(shown.get(question))),
    );
    expect(empty).toEqual([]);
    clock.advanceTo(clock.now() + 1);

    const thenAllIsAsRecorded = async (): Promise<void> => {
      for (const [at, shown] of recorded) {
        const asOf = toIso(at);
        const position = (await running.store.positionAt(at)) ?? null;
        const past = { asOf, position };
        const answers = await Promise.all(
          QUESTIONS.map((question) => ask(`${question}${question.includes('?') ? '&' : '?'}asOf=${asOf}`)),
        );
        for (const [n, { status, body }] of answers.entries()) {
          const then = shown.get(QUESTIONS[n] ?? '');
          if (status === 200)
            expect(body).toEqual(Array.isArray(then) ? { past, items: then } : { past, ...(then as object) });
          else expect(status).toBe(then);
        }
      }
    };
    await thenAllIsAsRecorded();
    await running.runner.rebuild(queues.name);
    await running.runner.rebuild(teamClocks.name);
    await running.runner.rebuild(approvals.name);
    await running.runner.rebuild(promises.name);
    await thenAllIsAsRecorded();
  });

  it('come page by page, each item once', async () => {
    const at = minute(10);
    const whole = (await ask(`teams/north/clocks?asOf=${toIso(at)}`)).body as { items: unknown[] };
    const items: unknown[] = [];
    let cursor: string | undefined;
    do {
      const more = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { body } = await ask(`teams/north/clocks?limit=3&asOf=${toIso(at)}${more}`);
      const page = body as { items: unknown[]; nextCursor?: string };
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(items).toEqual(whole.items);
    expect(items.length).toBeGreaterThan(6);
  });

  it('are not known for an instant that has not come', async () => {
    const later = toIso(clock.now() + 1);
    for (const path of [
      'queues/teams/north',
      'teams/north/clocks',
      'complaints/case-1/clocks',
      'complaints/case-1/clocks/resolution/explanation',
      'approvals/waiting',
      'promises',
    ]) {
      expect(await ask(`${path}?asOf=${later}`)).toMatchObject({
        status: 422,
        body: { code: 'instant-in-future' },
      });
    }
  });
});

import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CLOCK, toIso, VirtualClock, type DomainEvent } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { runProjections, type RunningProjections } from '@redress/testing';
import { send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { promises, PromisesModule } from '.';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 2, 1, 9);

/** A case of a team with an answer promised in so many minutes. */
const answerOwed = (complaintId: string, team: string, minutes: number): DomainEvent[] =>
  [
    { type: 'ComplaintRegistered', data: { complaintId, customerId: 'c1', team } },
    {
      type: 'ClockStarted',
      data: {
        clock: 'answer',
        instance: 1,
        cycle: 1,
        startedAt: toIso(NOW),
        dueAt: toIso(NOW + minutes * MINUTE),
      },
    },
  ].map((event) => ({ ...event, version: 1, occurredAt: NOW }));

// In the app of these specs an agent is called p-agent, and everyone is of team t1.
describe('the endpoint of promises', () => {
  let running: RunningProjections;
  let echo: RunningEcho;

  beforeAll(async () => {
    const clock = new VirtualClock(NOW);
    running = await runProjections(clock, promises);
    const engines = [
      { provide: ReadModel, useValue: running.readModel },
      { provide: Past, useValue: running.past },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, PromisesModule]);
    await running.record('late', ...answerOwed('late', 't1', 90));
    await running.record('soon', ...answerOwed('soon', 't1', 30));
    await running.record('others', ...answerOwed('others', 't2', 45));
    await running.shown();
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const ask = (query: string, role: string) => send(`${echo.url}/v1/promises${query}`, { role });
  const cases = async (query: string, role: string) => {
    const { items } = (await (await ask(query, role)).json()) as { items: { complaintId: string }[] };
    return items.map(({ complaintId }) => complaintId);
  };

  it('answers an agent about their own and those of their teams, and leaders about all', async () => {
    expect(await cases('', 'agent')).toEqual(['soon', 'late']);
    expect(await cases('?team=t1&dueWithinMinutes=60', 'agent')).toEqual(['soon']);
    for (const role of ['shift-leader', 'supervisor']) {
      expect(await cases('', role)).toEqual(['soon', 'others', 'late']);
      expect(await cases('?team=t2', role)).toEqual(['others']);
    }
  });

  it('refuses an agent the promises of another team, and analysts single promises', async () => {
    const refused = await ask('?team=t2', 'agent');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'not-your-promises' });
    expect((await ask('', 'analyst')).status).toBe(403);
  });

  it.each(['?state=forgotten', '?dueWithinMinutes=soon', '?open=perhaps', '?cursor=W10'])(
    'refuses %s',
    async (query) => {
      expect((await ask(query, 'supervisor')).status).toBe(400);
    },
  );
});

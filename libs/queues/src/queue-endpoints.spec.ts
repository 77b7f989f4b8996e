import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CLOCK, VirtualClock } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration } from '../../../test/support/case-life';
import { send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { queues, QueuesModule } from '.';

// In the app of these specs an agent is called p-agent, and everyone is of team t1.
describe('the endpoints of the queues', () => {
  let running: RunningProjections;
  let echo: RunningEcho;

  beforeAll(async () => {
    const clock = new VirtualClock(minute(0));
    running = await runProjections(clock, queues);
    const engines = [
      { provide: ReadModel, useValue: running.readModel },
      { provide: Past, useValue: running.past },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: [ReadModel, Past, CLOCK] })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, QueuesModule]);
    await running.record('pooled', ...recordedEvents(...caseLife(registration('pooled', { team: 't1' }))));
    await running.record(
      'own',
      ...recordedEvents(...caseLife(registration('own'), [1, { type: 'ClaimComplaint', agent: 'p-agent' }])),
    );
    await running.shown();
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const ask = (path: string, role: string) => send(`${echo.url}/v1/queues/${path}`, { role });

  it('answer an agent about their own queue and the pools of their teams', async () => {
    expect(await (await ask('agents/p-agent', 'agent')).json()).toMatchObject({
      items: [{ complaintId: 'own' }],
    });
    expect(await (await ask('teams/t1', 'agent')).json()).toMatchObject({
      items: [{ complaintId: 'pooled' }],
    });
    expect(await (await ask('next', 'agent')).json()).toMatchObject({ item: { complaintId: 'own' } });
  });

  it('answer an agent about the load of their teams, of no others', async () => {
    expect(await (await ask('teams/t1/load', 'agent')).json()).toMatchObject({
      team: 't1',
      pool: { cases: 1 },
    });
    expect(await (await ask('teams/another/load', 'agent')).json()).toMatchObject({ code: 'not-your-queue' });
    expect(await (await ask('teams/another/load', 'shift-leader')).json()).toMatchObject({ agents: [] });
  });

  it.each(['agents/another', 'teams/another'])('refuse an agent %s, and answer a leader', async (path) => {
    const refused = await ask(path, 'agent');
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'not-your-queue' });
    for (const role of ['shift-leader', 'supervisor']) {
      expect(await (await ask(path, role)).json()).toEqual({ items: [] });
    }
  });

  it.each([
    ['of the future', '2026-01-05T09:00:00.001Z', 422, 'instant-in-future'],
    ['that is none', '2026-01-05', 400, 'invalid-request'],
  ])('refuse an instant %s', async (_, asOf, status, code) => {
    const refused = await ask(`teams/t1?asOf=${asOf}`, 'agent');
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ code });
  });

  it('tell of the past no one who may not know of now', async () => {
    expect((await ask('teams/another?asOf=2026-01-05T09:00:00.000Z', 'agent')).status).toBe(403);
    expect((await ask('agents/another?asOf=2026-01-05T09:00:00.000Z', 'agent')).status).toBe(403);
  });

  it('refuse a cursor that is none of theirs', async () => {
    expect((await ask('teams/t1?cursor=W10', 'agent')).status).toBe(400);
  });
});

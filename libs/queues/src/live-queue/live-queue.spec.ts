import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CLOCK, VirtualClock } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../../test/support/case-life';
import { watchLive, type LiveClient } from '../../../../test/support/live-client';
import { send, startEcho, type RunningEcho } from '../../../platform/src/http/test-app/start-echo';
import { queues, QueuesModule } from '..';

// In the app of these specs an agent is called p-agent, and everyone is of team t1.
describe('the queues, live', () => {
  let running: RunningProjections;
  let echo: RunningEcho;
  const clients: LiveClient[] = [];

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
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.leave();
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  async function watch(path: string, role: string): Promise<LiveClient> {
    const client = await watchLive(`${echo.url}/v1/queues/${path}`, role);
    clients.push(client);
    return client;
  }

  const live = async (caseId: string, ...steps: LifeStep[]) => {
    const before = await running.store.readStream(`complaint-${caseId}`);
    const events = recordedEvents(...caseLife(registration(caseId, { team: 't1' }), ...steps));
    await running.record(caseId, ...events.slice(before.length));
  };

  const dataOf = async (frame: Promise<{ data: string }>) =>
    JSON.parse((await frame).data) as Record<string, unknown>;

  it('show a case go from the pool to the agent who claims it', async () => {
    const [pool, own, both] = await Promise.all([
      watch('teams/t1/live', 'agent'),
      watch('agents/p-agent/live', 'supervisor'),
      watch('live', 'agent'),
    ]);
    expect(await dataOf(pool.next('snapshot'))).toEqual({
      freshness: {
        now: '2026-01-05T09:00:00.000Z',
        secondsBehind: expect.any(Number) as number,
        stale: false,
      },
      part: 1,
      isLast: true,
      queue: { kind: 'team', name: 't1' },
      items: [],
    });
    await live('1');
    expect(await dataOf(pool.next('item'))).toMatchObject({
      complaintId: '1',
      queue: { kind: 'team', name: 't1' },
      order: expect.any(String) as string,
    });
    expect(await dataOf(both.next('item'))).toMatchObject({ complaintId: '1' });
    await live('1', [1, { type: 'ClaimComplaint', agent: 'p-agent' }]);
    expect(await dataOf(pool.next('removed'))).toMatchObject({
      queue: { kind: 'team', name: 't1' },
      item: 'case',
      complaintId: '1',
      callbackId: null,
    });
    const mine = { complaintId: '1', queue: { kind: 'agent', name: 'p-agent' } };
    expect(await dataOf(own.next('item'))).toMatchObject(mine);
    expect(await dataOf(both.next('item'))).toMatchObject(mine);
  });

  it.each(['agents/another/live', 'teams/another/live', 'live?agent=another', 'live?team=t1&team=another'])(
    'are refused to an agent of others: %s',
    async (path) => {
      const refused = await send(`${echo.url}/v1/queues/${path}`, { role: 'agent' });
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ code: 'not-your-queue' });
      await (await watch(path, 'shift-leader')).next('snapshot');
    },
  );
});

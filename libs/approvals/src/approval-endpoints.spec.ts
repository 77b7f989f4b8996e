import { Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { toIso, VirtualClock } from '@redress/kernel';
import { Past, ReadModel } from '@redress/read-model';
import { recordedEvents, runProjections, type RunningProjections } from '@redress/testing';
import { caseLife, minute, registration, type LifeStep } from '../../../test/support/case-life';
import { send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { approvals, ApprovalsModule } from '.';

// In the app of these specs a supervisor is called p-supervisor, and everyone is of team t1.
describe('the endpoint of approvals', () => {
  let running: RunningProjections;
  let echo: RunningEcho;

  beforeAll(async () => {
    const clock = new VirtualClock(minute(0));
    running = await runProjections(clock, approvals);
    const engines = [
      { provide: ReadModel, useValue: running.readModel },
      { provide: Past, useValue: running.past },
    ];

    @Global()
    @Module({ providers: engines, exports: [ReadModel, Past] })
    class EnginesModule {}

    echo = await startEcho({}, [CqrsModule.forRoot(), EnginesModule, ApprovalsModule]);
    for (const [id, team] of [
      ['ours', 't1'],
      ['theirs', 't2'],
    ] as const) {
      const steps: LifeStep[] = [
        [1, { type: 'ResolveComplaint', resolvedBy: null }],
        [2, { type: 'AppealComplaint' }],
      ];
      await running.record(id, ...recordedEvents(...caseLife(registration(id, { team }), ...steps)));
    }
    await running.shown();
    clock.advanceTo(minute(1));
  });
  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const ask = (query: string, role: string) => send(`${echo.url}/v1/approvals/waiting${query}`, { role });

  it.each([
    ['supervisor', ['ours', 'theirs']],
    ['shift-leader', ['ours']],
    ['agent', []],
  ])('answers a %s', async (role, ids) => {
    const answer = await ask('', role);
    expect(await answer.json()).toEqual({
      items: ids.map((complaintId) => expect.objectContaining({ complaintId, kind: 'appeal' }) as unknown),
    });
  });

  it('filters, and refuses what is no filter', async () => {
    expect(await (await ask('?kind=extension', 'supervisor')).json()).toEqual({ items: [] });
    expect((await ask('?kind=wish', 'supervisor')).status).toBe(400);
    expect((await ask('?cursor=W10', 'supervisor')).status).toBe(400);
  });

  it('answers about one case, and about the past', async () => {
    expect(await (await ask('?complaintId=ours', 'supervisor')).json()).toMatchObject({
      items: [{ complaintId: 'ours' }],
    });
    const before = toIso(minute(0) - 1);
    expect(await (await ask(`?asOf=${before}`, 'supervisor')).json()).toEqual({
      past: { asOf: before, position: null },
      items: [],
    });
    expect(await (await ask(`?asOf=${toIso(minute(0))}`, 'shift-leader')).json()).toMatchObject({
      past: { asOf: toIso(minute(0)) },
      items: [{ complaintId: 'ours' }],
    });
  });

  it('is not for analysts', async () => {
    expect((await ask('', 'analyst')).status).toBe(403);
  });
});

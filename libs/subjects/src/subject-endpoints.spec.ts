import { Global, Module } from '@nestjs/common';
import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { ClocksModule, RecordDueMarks } from '@redress/clocks';
import { complaintStream } from '@redress/complaints';
import { EVENT_FEED } from '@redress/event-feed';
import { EVENT_STORE } from '@redress/event-store';
import { CLOCK, newId, toIso, VirtualClock } from '@redress/kernel';
import { PoliciesModule, PublishPolicy } from '@redress/policies';
import { Past, ReadModel } from '@redress/read-model';
import {
  CASE_FACTS,
  CASE_POLICY,
  originOf,
  promise,
  runProjections,
  type RunningProjections,
} from '@redress/testing';
import { problemOf, send, startEcho, type RunningEcho } from '../../platform/src/http/test-app/start-echo';
import { BoardModule } from '../../board/src/board.module';
import { dueMarks } from '../../clocks/src/due-marks/due-marks.projection';
import { subjectStream } from './events';
import { SubjectsModule } from './subjects.module';

const MINUTE = 60_000;
const NINE = Date.UTC(2026, 0, 5, 9);

describe('subjects over HTTP', () => {
  const clock = new VirtualClock(NINE);
  let running: RunningProjections;
  let echo: RunningEcho;
  let bus: CommandBus;

  beforeAll(async () => {
    running = await runProjections(clock, dueMarks);
    const engines = [
      { provide: EVENT_STORE, useValue: running.store },
      { provide: EVENT_FEED, useValue: running.feed },
      { provide: ReadModel, useValue: running.readModel },
      { provide: Past, useValue: running.past },
      { provide: CLOCK, useValue: clock },
    ];

    @Global()
    @Module({ providers: engines, exports: engines.map(({ provide }) => provide) })
    class EnginesModule {}

    echo = await startEcho({}, [
      CqrsModule.forRoot(),
      EnginesModule,
      PoliciesModule.for({ policy: 'field', contactPolicy: 'none', authority: 'none' }),
      ClocksModule,
      SubjectsModule,
      BoardModule,
    ]);
    bus = echo.app.get(CommandBus);
    const onSite = promise('on-site', 'PT45M', { marks: [80], nearMarks: ['PT15M'], pausedBy: ['customer'] });
    const rules = [
      { match: { kind: ['on-site'], tier: ['vip'] }, targets: [promise('on-site', 'PT20M')] },
      { match: { kind: ['on-site'] }, targets: [onSite] },
      { match: {}, targets: [promise('x-crew-sent', 'PT5M')] },
    ];
    const crew = { clock: 'x-crew-sent', starts: ['opened'], stops: ['fact:crew-sent'], closes: [] } as const;
    await bus.execute(
      new PublishPolicy(
        { name: 'field', effectiveFrom: 0, rules, clocks: [{ ...crew, per: 'occurrence' }] },
        originOf(),
      ),
    );
  });

  afterAll(async () => {
    await echo.app.close();
    await running.stop();
  });

  const url = (path: string) => `${echo.url}/v1/subjects${path}`;
  const post = (path: string, body: object, role = 'agent') => send(url(path), { role, body });
  const done = async (path: string, body: object = {}): Promise<string> => {
    const answer = await post(path, body);
    expect([200, 201]).toContain(answer.status);
    return ((await answer.json()) as { id: string }).id;
  };
  const view = async (id: string) =>
    (await (await send(url(`/${id}`), { role: 'agent' })).json()) as Record<string, unknown>;
  const inMinutes = (minutes: number) => toIso(clock.now() + minutes * MINUTE);
  const pass = (minutes: number): void => {
    clock.advanceTo(clock.now() + minutes * MINUTE);
  };
  const onSite = { kind: 'on-site', category: 'gas', team: 't1' };

  it('are opened with the clocks of their policy, told what happens, and ended', async () => {
    const dueAt = inMinutes(45);
    const id = await done('', onSite);
    expect(await view(id)).toMatchObject({
      ...{
        id,
        kind: 'on-site',
        complaintId: null,
        team: 't1',
        category: 'gas',
        priority: 3,
        tier: 'standard',
      },
      policy: { name: 'field', version: 1, rule: 2 },
      clocks: [{ clock: 'on-site', instance: 1, state: 'running', dueAt, endedAt: null }],
    });
    pass(10);
    await done(`/${id}/wait`, { waitsFor: 'customer' });
    expect(await view(id)).toMatchObject({
      waitsFor: 'customer',
      clocks: [{ state: 'paused', dueAt: null }],
    });
    pass(10);
    await done(`/${id}/resume`);
    await done(`/${id}/facts`, { fact: 'arrived' });
    await done(`/${id}/end`, { reason: 'mended' });
    expect(await view(id)).toMatchObject({
      ...{ waitsFor: null, endedAt: inMinutes(0), facts: [{ fact: 'arrived', at: inMinutes(0) }] },
      clocks: [{ state: 'met', dueAt: inMinutes(35), endedAt: inMinutes(0) }],
    });
  });

  it('have timers, marks, breaches and explanations as cases have', async () => {
    const id = await done('', onSite);
    const stream = subjectStream(id);
    await running.shown();
    const { rows } = await running.database.pool.query<{ next_due_at: string }>(
      'SELECT next_due_at FROM read_model.due_marks WHERE stream = $1',
      [stream],
    );
    expect(rows).toEqual([{ next_due_at: String(clock.now() + 30 * MINUTE) }]);
    pass(50);
    await bus.execute(new RecordDueMarks(stream, stream, originOf()));
    expect(await view(id)).toMatchObject({
      clocks: [{ state: 'breached', marks: ['PT15M', '80'], breachedAt: inMinutes(-5) }],
    });
    const told = await send(url(`/${id}/clocks/on-site/explanation`), { role: 'agent' });
    expect(await told.json()).toMatchObject({
      ...{ subjectId: id, clock: 'on-site', verdict: 'missed', runningMs: 50 * MINUTE },
      marks: [{ mark: 'PT15M' }, { mark: '80' }],
      lines: { en: expect.stringMatching(/^On site 1: ran 50 min of PT45M/) as string },
    });
    expect((await send(url(`/${id}/clocks/answer/explanation`), { role: 'agent' })).status).toBe(404);
  });

  it('that belong to a case take from it what they leave open, and stand in its order', async () => {
    const complaintId = newId();
    await running.store.append(complaintStream(complaintId), 'none', [
      {
        ...originOf(),
        ...{ id: newId(), type: 'ComplaintRegistered', version: 1, occurredAt: inMinutes(0) },
        partitionKey: complaintId,
        data: { ...CASE_FACTS, tier: 'vip', complaintId, policy: CASE_POLICY },
      },
    ]);
    const id = await done('', { kind: 'on-site', complaintId });
    expect(await view(id)).toMatchObject({
      ...{ complaintId, team: 'front-desk', category: 'billing', tier: 'vip', channel: 'phone' },
      ...{ policy: { rule: 1 }, clocks: [{ dueAt: inMinutes(20) }] },
    });
    const history = await running.store.readStream(subjectStream(id));
    expect(new Set(history.map(({ partitionKey }) => partitionKey))).toEqual(new Set([complaintId]));
  });

  it('have the clocks that their policy defines', async () => {
    const id = await done('', { ...onSite, kind: 'appliance' });
    await done(`/${id}/facts`, { fact: 'crew-sent' });
    expect(await view(id)).toMatchObject({ clocks: [{ clock: 'x-crew-sent', state: 'met' }] });
  });

  it.each([
    ['without what no case says', '', { kind: 'on-site', team: 't1' }, 422, 'facts-missing'],
    ['of a case that is not there', '', { ...onSite, complaintId: 'nobody' }, 422, 'case-unknown'],
    ['of a kind that is no code', '', { ...onSite, kind: 'On site' }, 400, 'invalid-request'],
    ['that are not there', '/nobody/facts', { fact: 'arrived' }, 404, 'not-found'],
    ['with a fact that is no code', '/nobody/facts', { fact: 'the crew arrived' }, 400, 'invalid-request'],
    ['waiting for something else', '/nobody/wait', { waitsFor: 'weather' }, 400, 'invalid-request'],
    ['told of another time', '', { ...onSite, occurredAt: toIso(NINE) }, 403, 'backdating-not-allowed'],
  ])('are refused %s', async (_, path, body, status, code) => {
    expect(await problemOf(await post(path, body))).toMatchObject({ status, code });
  });

  it('are told all that is missing at once', async () => {
    expect(await problemOf(await post('', { kind: 'on-site' }))).toMatchObject({
      code: 'facts-missing',
      errors: [{ field: 'category' }, { field: 'team' }],
    });
  });

  it('that have ended are told nothing more', async () => {
    const id = await done('', onSite);
    await done(`/${id}/end`);
    expect(await problemOf(await post(`/${id}/facts`, { fact: 'arrived' }))).toMatchObject({
      ...{ status: 409, code: 'subject-ended' },
    });
  });

  it('are for staff', async () => {
    expect((await post('', onSite, 'analyst')).status).toBe(403);
    expect((await send(url('/any'), { role: 'analyst' })).status).toBe(403);
  });
});

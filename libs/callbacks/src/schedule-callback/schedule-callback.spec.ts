import { deriveId, newId, SYSTEM_ACTOR } from '@redress/kernel';
import { CASE_POLICY, CONTACT_POLICY, originOf } from '@redress/testing';
import { callbackStream } from '../events';
import { startCallbackApp, type Answer } from '../../../../test/support/callback-app';
import { ScheduleCallback } from './schedule-callback.command';

describe('ScheduleCallback', () => {
  let app: Awaited<ReturnType<typeof startCallbackApp>>;
  beforeAll(async () => {
    app = await startCallbackApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    app.nextMorning();
  });

  describe('over HTTP', () => {
    it('puts a call on record, whose clock runs for its window', async () => {
      const answer = await app.post(
        '',
        app.wanted({ language: 'zh-hans-cn', timeZone: 'Europe/Paris', reason: 'asked' }),
      );
      expect(answer.status).toBe(201);
      const { id, movedTo } = (await answer.json()) as Answer;
      expect(answer.headers.get('location')).toBe(`/v1/callbacks/${id}`);
      expect(movedTo).toBeNull();
      const history = await app.store.readStream(callbackStream(id));
      expect(history.map(({ type }) => type)).toEqual(['CallbackScheduled', 'ClockStarted']);
      expect(history[0]).toMatchObject({ partitionKey: callbackStream(id), actor: { id: 'p-agent' } });
      expect(history[0]?.data).toEqual({
        ...app.wanted(),
        callbackId: id,
        complaintId: null,
        ...{ reason: 'asked', team: 't1', owner: null, windowNumber: 1, channel: 'phone' },
        ...{ timeZone: 'Europe/Paris', language: 'zh-Hans-CN' },
        policy: { name: CONTACT_POLICY.name, version: 1 },
      });
      expect(history[1]).toMatchObject({
        actor: SYSTEM_ACTOR,
        data: { clock: 'callback', dueAt: app.inMinutes(120) },
      });
    });

    it('takes the zone in which a customer rests, and their language, from what is known of them', async () => {
      const details = { timeZone: 'Asia/Shanghai', language: 'zh-Hans-CN' };
      const { customerId } = await app.personalData.findOrCreateCustomer({ proposedId: newId(), details });
      const known = await app.done('', app.wanted({ customerId }));
      expect(await app.lastOf(known.id)).toMatchObject({ data: details });
      const said = await app.done('', app.wanted({ customerId, timeZone: 'Europe/Paris', language: 'fr' }));
      expect(await app.lastOf(said.id)).toMatchObject({ data: { timeZone: 'Europe/Paris', language: 'fr' } });
    });

    it('takes customer, team and agent from the case, and stays in the order of its facts', async () => {
      const complaintId = await app.caseOf(
        'ada',
        { type: 'ComplaintAssigned', data: { team: 'back-office', agent: 'agent-7' } },
        {
          type: 'ComplaintReopened',
          data: { team: 'back-office', agent: 'agent-7', priority: 3, cycle: 2, policy: CASE_POLICY },
        },
      );
      const { customerId: _, ...ofCase } = app.wanted({ complaintId });
      const { id } = await app.done('', ofCase);
      expect(await app.lastOf(id)).toMatchObject({
        partitionKey: complaintId,
        data: {
          complaintId,
          customerId: 'ada',
          team: 'back-office',
          owner: 'agent-7',
          cycle: 2,
        },
      });
      const from = { team: 'back-office', agent: 'agent-7', priority: 3 };
      const returned = await app.caseOf('ada', {
        type: 'ComplaintReturned',
        data: { reason: 'wrong-team', team: 'back-office', from },
      });
      const pooled = await app.done('', { ...ofCase, complaintId: returned });
      expect(await app.lastOf(pooled.id)).toMatchObject({ data: { team: 'back-office', owner: null } });
      const elsewhere = await app.done('', { ...ofCase, team: 'front-desk' });
      expect(await app.lastOf(elsewhere.id)).toMatchObject({ data: { team: 'front-desk', owner: null } });
      const hers = await app.done('', { ...ofCase, owner: 'agent-8' });
      expect(await app.lastOf(hers.id)).toMatchObject({ data: { team: 'back-office', owner: 'agent-8' } });
    });

    it('says where the window was moved to', async () => {
      const late = { from: app.inMinutes(13 * 60), to: app.inMinutes(14 * 60) };
      expect(await app.done('', app.wanted({ window: late }))).toMatchObject({
        movedTo: { from: app.inMinutes(23 * 60), to: app.inMinutes(24 * 60) },
      });
    });

    it('keeps the number and the note aside', async () => {
      const id = await app.schedule({
        number: '+44 20 7946 0018',
        note: 'Mrs Nobody is at work until noon.',
      });
      const { numberRef, noteRef } = (await app.lastOf(id))?.data as { numberRef: string; noteRef: string };
      expect(await app.personalData.getTexts([numberRef, noteRef])).toEqual(
        new Map([
          [numberRef, '+44 20 7946 0018'],
          [noteRef, 'Mrs Nobody is at work until noon.'],
        ]),
      );
      expect(JSON.stringify(await app.events(id))).not.toMatch(/7946|Nobody/);
    });

    it('is done once, however often it is sent', async () => {
      const headers = { 'Idempotency-Key': newId() };
      const first = (await (await app.post('', app.wanted(), 'agent', headers)).json()) as Answer;
      const again = await app.post('', app.wanted(), 'agent', headers);
      expect(again.status).toBe(200);
      expect(await again.json()).toMatchObject({ id: first.id, changed: false, revision: first.revision });
    });

    it('is not for nobody, nor about a case that is not there', async () => {
      const { customerId: _, ...nobody } = app.wanted();
      expect(await app.refused('', nobody)).toMatchObject({ status: 422, code: 'customer-missing' });
      expect(await app.refused('', app.wanted({ customerId: 'eve' }))).toMatchObject({
        status: 422,
        code: 'customer-unknown',
      });
      expect(await app.refused('', app.wanted({ complaintId: 'none' }))).toMatchObject({
        status: 422,
        code: 'case-unknown',
      });
    });

    it('promises nothing about a case that has ended; to ask afterwards is possible at any time', async () => {
      const archived = {
        type: 'ComplaintArchived',
        data: { team: 'front-desk', agent: null, priority: 3 },
      } as const;
      const complaintId = await app.caseOf('ada', archived);
      expect(await app.refused('', app.wanted({ complaintId }))).toMatchObject({
        status: 409,
        code: 'case-ended',
      });
      await app.schedule({ complaintId, purpose: 'follow-up' });
      const data = { ...archived.data, cycle: 2, policy: CASE_POLICY };
      const reopened = await app.caseOf('ada', archived, { type: 'ComplaintReopened', data });
      await app.schedule({ complaintId: reopened });
    });

    it.each([
      [{ purpose: 'chat' }],
      [{ window: { from: '2026-03-02T10:00:00Z' } }],
      [{ window: { from: '2026-02-30T10:00:00Z', to: '2026-03-02T10:00:00Z' } }],
      [{ channel: 'letter' }],
      [{ customerId: 'Ada Nobody' }],
      [{ language: 'speaks slowly' }],
    ])('is refused with %j', async (more) => {
      expect((await app.post('', app.wanted(more))).status).toBe(400);
    });
  });

  describe('by an automation', () => {
    const followUp = (callbackId: string, complaintId: string) =>
      new ScheduleCallback(
        callbackId,
        { purpose: 'follow-up', complaintId, window: { from: app.inMinutes(60), to: app.inMinutes(180) } },
        originOf({ actor: SYSTEM_ACTOR }),
      );

    it('is done once for one id, whichever command brings it', async () => {
      const complaintId = await app.caseOf('ada');
      const callbackId = deriveId('follow-up', complaintId, 1);
      const outcomes = await Promise.all(
        [1, 2, 3].map(() => app.bus.execute(followUp(callbackId, complaintId))),
      );
      expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
      expect(await app.bus.execute(followUp(callbackId, complaintId))).toMatchObject({ changed: false });
      expect(await app.store.readStream(callbackStream(callbackId))).toHaveLength(2);
    });

    it('is possible for a customer who was erased since the case was registered', async () => {
      const customerId = await app.newCustomer();
      const complaintId = await app.caseOf(customerId);
      await app.personalData.erase(customerId);
      await expect(app.bus.execute(followUp(newId(), complaintId))).resolves.toMatchObject({ changed: true });
    });
  });
});

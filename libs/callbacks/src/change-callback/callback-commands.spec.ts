import { ChangeConsent } from '@redress/customers';
import { newId } from '@redress/kernel';
import { PublishContactPolicy } from '@redress/policies';
import { originOf } from '@redress/testing';
import { problemOf } from '../../../platform/src/http/test-app/start-echo';
import { callbackStream } from '../events';
import { startCallbackApp } from '../../../../test/support/callback-app';

const MINUTE = 60_000;

describe('commands to a callback over HTTP', () => {
  let app: Awaited<ReturnType<typeof startCallbackApp>>;
  beforeAll(async () => {
    app = await startCallbackApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    app.nextMorning();
  });

  it('claim, call, record, complete: from the promise to what was said', async () => {
    const id = await app.schedule({ purpose: 'follow-up' });
    await app.done(`/${id}/claim`);
    expect(await app.done(`/${id}/attempts`)).toMatchObject({ suppressed: null });
    await app.done(`/${id}/outcome`, { outcome: 'reached' });
    const servqual = [{ item: 'Q5', dimension: 'reliability', expected: 7, perceived: 2 }];
    const answers = { satisfied: false, csat: 2, servqual };
    await app.done(`/${id}/complete`, { answers: { ...answers, comment: 'Ada is still in the dark.' } });
    const history = await app.events(id);
    expect(history.map(({ type }) => type)).toEqual([
      'CallbackScheduled',
      'CallbackClaimed',
      'CallbackAttemptStarted',
      'CallbackAttempted',
      'CallbackCompleted',
    ]);
    const { commentRef } = (history.at(-1)?.data as { answers: { commentRef: string } }).answers;
    expect(history.at(-1)?.data).toMatchObject({
      agent: 'p-agent',
      owner: 'p-agent',
      answers: { ...answers, commentRef },
    });
    expect(await app.personalData.getTexts([commentRef])).toEqual(
      new Map([[commentRef, 'Ada is still in the dark.']]),
    );
    expect(JSON.stringify(history)).not.toContain('dark');
  });

  it('tell the agent by which rule the attempt was held back, and until when; a resent one too', async () => {
    const id = await app.schedule({
      owner: 'p-agent',
      window: { from: app.inMinutes(0), to: app.inMinutes(600) },
    });
    await app.done(`/${id}/attempts`);
    await app.done(`/${id}/outcome`, { outcome: 'no-answer' });
    const suppressed = { rule: 'spacing', nextAllowedAt: app.inMinutes(60) };
    const headers = { 'Idempotency-Key': newId() };
    expect(await (await app.post(`/${id}/attempts`, {}, 'agent', headers)).json()).toMatchObject({
      changed: true,
      suppressed,
    });
    expect(await (await app.post(`/${id}/attempts`, {}, 'agent', headers)).json()).toMatchObject({
      changed: false,
      suppressed,
    });
    app.clock.advanceTo(app.clock.now() + 60 * MINUTE);
    expect(await app.done(`/${id}/attempts`)).toMatchObject({ suppressed: null });
  });

  it('hold back a care call that the customer never agreed to, until they do', async () => {
    const id = await app.schedule({ purpose: 'care', owner: 'p-agent' });
    expect(await app.done(`/${id}/attempts`)).toMatchObject({
      suppressed: { rule: 'consent', nextAllowedAt: null },
    });
    await app.bus.execute(
      new ChangeConsent('ada', { channel: 'phone', scope: 'care', allowed: true }, originOf()),
    );
    expect(await app.done(`/${id}/attempts`)).toMatchObject({ suppressed: null });
  });

  it('judge by the contact policy that is in force at that moment', async () => {
    const id = await app.schedule({ owner: 'p-agent' });
    const { contactPolicy } = app;
    const noon = {
      ...contactPolicy,
      effectiveFrom: app.clock.now(),
      quietHours: { from: '09:00', to: '12:00' },
    };
    await app.bus.execute(new PublishContactPolicy(noon, originOf()));
    expect(await app.done(`/${id}/attempts`)).toMatchObject({
      suppressed: { rule: 'quiet-hours', nextAllowedAt: app.inMinutes(180) },
    });
    expect(await app.lastOf(id)).toMatchObject({ data: { policy: { version: 2 } } });
    await app.bus.execute(
      new PublishContactPolicy({ ...contactPolicy, effectiveFrom: app.clock.now() + 1 }, originOf()),
    );
  });

  it('move the window as the customer asks, and again as we do', async () => {
    const id = await app.schedule({ owner: 'p-agent' });
    await app.done(`/${id}/attempts`);
    const window = { from: app.inMinutes(300), to: app.inMinutes(360) };
    expect(await app.done(`/${id}/outcome`, { outcome: 'asked-to-call-later', window })).toMatchObject({
      movedTo: null,
    });
    expect(await app.lastOf(id)).toMatchObject({
      data: { windowNumber: 2, window, renegotiatedBy: 'customer' },
    });
    const atNight = { from: app.inMinutes(900), to: app.inMinutes(960) };
    const movedTo = { from: app.inMinutes(23 * 60), to: app.inMinutes(24 * 60) };
    expect(await app.done(`/${id}/reschedule`, { window: atNight, renegotiatedBy: 'us' })).toMatchObject({
      movedTo,
    });
    expect(await app.lastOf(id)).toMatchObject({ data: { windowNumber: 3, window: movedTo } });
  });

  it('keep a missed promise until a leader lets it go', async () => {
    const id = await app.schedule();
    app.clock.advanceTo(app.clock.now() + 121 * MINUTE);
    const letGo = { reason: 'customer-moved', note: 'Mr Nobody has moved away.' };
    expect(await app.refused(`/${id}/cancel`, letGo)).toMatchObject({ status: 403, code: 'needs-leader' });
    await app.done(`/${id}/cancel`, letGo, 'supervisor');
    expect(await app.lastOf(id)).toMatchObject({ data: { reason: 'customer-moved', missedBefore: true } });
    const types = (await app.store.readStream(callbackStream(id))).map(({ type }) => type);
    expect(types.slice(2)).toEqual(['ClockMarkReached', 'ClockBreached', 'CallbackCancelled', 'ClockClosed']);
    expect(await app.refused(`/${id}/claim`)).toMatchObject({
      status: 409,
      code: 'callback-over',
      end: 'cancelled',
    });
  });

  it('let one of several who claim at once have it', async () => {
    const id = await app.schedule();
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => app.post(`/${id}/claim`, { agent: `racer-${String(n)}` }, 'integration')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    // The window has opened just now: for half an hour it is alone its owner's.
    expect((await app.events(id)).map(({ type }) => type)).toEqual(['CallbackScheduled', 'CallbackClaimed']);
  });

  it('are given for oneself, or by an outside system for an agent', async () => {
    const id = await app.schedule();
    expect(await app.refused(`/${id}/attempts`, { agent: 'agent-9' })).toMatchObject({
      status: 403,
      code: 'acting-for-another',
    });
    await app.done(`/${id}/attempts`, { agent: 'agent-9' }, 'integration');
    expect(await app.lastOf(id)).toMatchObject({ data: { agent: 'agent-9' } });
    expect(await app.refused(`/${id}/attempts`)).toMatchObject({
      status: 409,
      code: 'attempt-open',
      agent: 'agent-9',
    });
  });

  it('hand it on, held against the revision that the sender has read', async () => {
    const id = await app.schedule();
    const { revision } = await app.done(`/${id}/transfer`, {
      team: 't2',
      owner: 'agent-5',
      note: 'Speaks Welsh.',
    });
    expect(await app.lastOf(id)).toMatchObject({
      data: { team: 't2', owner: 'agent-5', previousTeam: 't1' },
    });
    const stale = await app.post(`/${id}/transfer`, { team: 't1' }, 'agent', {
      'If-Match': `"${String(revision - 2)}"`,
    });
    expect(await problemOf(stale)).toMatchObject({ status: 412, code: 'revision-stale' });
  });

  it('are not there for a callback that is not', async () => {
    for (const [path, body] of [
      ['claim', {}],
      ['transfer', { team: 't2' }],
      ['attempts', {}],
      ['outcome', { outcome: 'busy' }],
      ['complete', {}],
      ['reschedule', { window: { from: app.inMinutes(0), to: app.inMinutes(60) }, renegotiatedBy: 'us' }],
      ['cancel', { reason: 'no-need' }],
    ] as const)
      expect(await app.refused(`/${newId()}/${path}`, body)).toMatchObject({
        status: 404,
        code: 'not-found',
      });
  });

  it.each([
    ['outcome', { outcome: 'maybe' }],
    ['complete', { answers: { csat: 6 } }],
    ['complete', { answers: { servqual: [{ item: 'Q1', dimension: 'reliability', perceived: 8 }] } }],
    ['reschedule', { renegotiatedBy: 'us' }],
    ['cancel', {}],
  ])('refuse a body that can not be right: %s %j', async (path, body) => {
    const id = await app.schedule();
    expect((await app.post(`/${id}/${path}`, body)).status).toBe(400);
  });

  it('are described with what they answer', async () => {
    const { paths, components } = await app.document();
    const answers = (schema: string) => ({
      responses: {
        200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } },
      },
    });
    expect(paths['/v1/callbacks/{id}/attempts']?.post).toMatchObject(answers('AttemptOutcome'));
    expect(paths['/v1/callbacks/{id}/outcome']?.post).toMatchObject(answers('WindowOutcome'));
    expect(paths['/v1/callbacks/{id}/claim']?.post).toMatchObject(answers('CommandOutcome'));
    expect(components.schemas['AttemptOutcome']).toMatchObject({
      required: ['id', 'revision', 'readToken', 'changed', 'suppressed'],
    });
  });

  it('are not for analysts', async () => {
    expect((await app.post('', app.wanted(), 'analyst')).status).toBe(403);
  });
});

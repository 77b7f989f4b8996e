import { DomainError, fromIso, toIso } from '@redress/kernel';
import { COMPLAINT, NINE, startIntakeApp, type IntakeApp } from '../../../../test/support/intake-app';
import { fromBinary } from './cloud-event';
import type { InboundMessage } from './inbound-message';
import { refusalIn, type Refusal } from './refusal';

describe('the desk where outside systems hand in', () => {
  let app: IntakeApp;
  let count = 0;
  beforeAll(async () => {
    app = await startIntakeApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    app.clock.advanceTo(app.clock.now() + 3_600_000);
  });

  const message = (kind: string, data: unknown, more: Partial<InboundMessage> = {}): InboundMessage => ({
    ...fromBinary(
      {
        specversion: '1.0',
        id: `m-${String(++count)}`,
        source: '/crm',
        type: `redress.intake.${kind}.v1`,
      },
      data,
    ),
    ...more,
  });
  const take = (kind: string, data: unknown, more: Partial<InboundMessage> = {}) =>
    app.desk.take(message(kind, data, more));
  const brought = async (data: object = COMPLAINT): Promise<string> =>
    (await take('complaint', data)).complaintId ?? '';
  const typesOn = async (stream: string) =>
    (await app.store.readStream(stream)).map(({ type }) => type).filter((type) => !type.startsWith('Clock'));
  /** Why a message is refused; fails where it changed anything. */
  async function refused(inbound: InboundMessage): Promise<Refusal> {
    const before = await app.store.head();
    const outcome = await app.desk.take(inbound).then(
      () => 'taken',
      (error: unknown) => refusalIn(error) ?? error,
    );
    expect(await app.store.head()).toBe(before);
    if (typeof outcome === 'object' && outcome !== null && 'code' in outcome && 'reason' in outcome)
      return outcome as Refusal;
    throw new Error('it was not refused', { cause: outcome });
  }

  describe('with a complaint', () => {
    it('puts a case on record, in the name of the source and when the message says', async () => {
      const time = app.clock.now() - 60_000;
      const taken = await take('complaint', COMPLAINT, { time, source: '/web-form' });
      expect(taken).toEqual({ outcome: 'taken', complaintId: expect.any(String) as string });
      const [registered] = await app.store.readStream(`complaint-${String(taken.complaintId)}`);
      expect(registered).toMatchObject({
        type: 'ComplaintRegistered',
        occurredAt: time,
        actor: { id: '/web-form', kind: 'integration', role: 'integration' },
        data: { category: 'billing', channel: 'web', tier: 'standard', team: 'unassigned' },
      });
    });

    it('takes it once, however often it comes, also all at once', async () => {
      const same = message('complaint', COMPLAINT);
      const all = await Promise.all(Array.from({ length: 5 }, () => app.desk.take(same)));
      const again = await app.desk.take({ ...same, time: app.clock.now() });
      expect(all.filter(({ outcome }) => outcome === 'taken')).toHaveLength(1);
      expect(again).toEqual({ outcome: 'repeated', complaintId: all[0]?.complaintId });
      expect(await typesOn(`complaint-${String(again.complaintId)}`)).toEqual(['ComplaintRegistered']);
    });

    it('tells the same id of another source apart', async () => {
      const one = message('complaint', COMPLAINT);
      const [first, second] = [await app.desk.take(one), await app.desk.take({ ...one, source: '/other' })];
      expect(second.outcome).toBe('taken');
      expect(second.complaintId).not.toBe(first.complaintId);
    });

    it('refuses the same id for something else', async () => {
      const one = message('complaint', COMPLAINT);
      await app.desk.take(one);
      expect(await refused({ ...one, data: { ...COMPLAINT, category: 'delivery' } })).toMatchObject({
        code: 'message-id-reused',
        field: 'id',
      });
    });

    it.each([
      ['a member that is missing', { ...COMPLAINT, kind: undefined }, 'data.kind'],
      ['one that nobody knows', { ...COMPLAINT, colour: 'red' }, 'data.colour'],
      ['a second word for the time', { ...COMPLAINT, occurredAt: toIso(NINE) }, 'data.occurredAt'],
      ['a channel on which no customer speaks', { ...COMPLAINT, channel: 'signal' }, 'data.channel'],
      ['a customer who is a text', { ...COMPLAINT, customer: 'Ada' }, 'data.customer'],
    ])('refuses %s', async (_, data, field) => {
      expect(await refused(message('complaint', data))).toMatchObject({ code: 'invalid-request', field });
    });

    it('refuses a customer whom nobody knows', async () => {
      const data = { ...COMPLAINT, customer: { id: 'nobody' } };
      expect(await refused(message('complaint', data))).toMatchObject({
        code: 'customer-unknown',
        field: 'data.customer.id',
      });
    });

    it('lets clocks differ by a minute, and refuses the future', async () => {
      const now = app.clock.now();
      const { complaintId } = await take('complaint', COMPLAINT, { time: now + 60_000 });
      const [registered] = await app.store.readStream(`complaint-${String(complaintId)}`);
      expect(registered?.occurredAt).toBe(now);
      expect(await refused(message('complaint', COMPLAINT, { time: now + 60_001 }))).toMatchObject({
        code: 'occurred-in-future',
        field: 'time',
      });
    });
  });

  describe('with a contact', () => {
    const call = () => ({
      channel: 'phone',
      direction: 'inbound',
      startedAt: toIso(app.clock.now() - 300_000),
      endedAt: toIso(app.clock.now() - 60_000),
      agent: 'agent-7',
    });

    it('records it beside its case, and changes nothing there', async () => {
      const complaintId = await brought();
      const { contactId } = await take('contact', { ...call(), complaintId, text: 'Ada asked about it.' });
      const [recorded] = await app.store.readStream(`contact-${String(contactId)}`);
      const [registered] = await app.store.readStream(`complaint-${complaintId}`);
      expect(recorded).toMatchObject({
        type: 'ContactRecorded',
        occurredAt: fromIso(call().startedAt),
        partitionKey: complaintId,
        data: {
          contactId,
          complaintId,
          channel: 'phone',
          direction: 'inbound',
          endedAt: call().endedAt,
          agent: 'agent-7',
          customerId: (registered?.data as { customerId: string }).customerId,
        },
      });
      expect(await typesOn(`complaint-${complaintId}`)).toEqual(['ComplaintRegistered']);
      const { textRef } = recorded?.data as { textRef: string };
      expect((await app.personalData.getTexts([textRef])).get(textRef)).toBe('Ada asked about it.');
    });

    it('records whoever called, and also nobody knows who', async () => {
      const known = await take('contact', { ...call(), customer: { reference: 'crm-1' } });
      const unknown = await take('contact', call());
      const [one] = await app.store.readStream(`contact-${String(known.contactId)}`);
      const [other] = await app.store.readStream(`contact-${String(unknown.contactId)}`);
      expect(one?.data).toMatchObject({ customerId: expect.any(String) as string, complaintId: null });
      expect(other?.data).toMatchObject({ customerId: null });
      expect(other?.partitionKey).toBe(other?.stream);
    });

    it('takes it once', async () => {
      const same = message('contact', call());
      expect((await app.desk.take(same)).outcome).toBe('taken');
      expect((await app.desk.take(same)).outcome).toBe('repeated');
    });

    it('refuses what can not be', async () => {
      const contact = (more: object) => refused(message('contact', { ...call(), ...more }));
      expect(await contact({ endedAt: toIso(NINE - 1) })).toMatchObject({ code: 'contact-ends-early' });
      expect(await contact({ complaintId: 'nothing' })).toMatchObject({ code: 'case-unknown' });
      expect(await contact({ text: 'Who is it?' })).toMatchObject({ code: 'customer-missing' });
      expect(await contact({ startedAt: toIso(app.clock.now() + 3_600_000) })).toMatchObject({
        code: 'occurred-in-future',
        field: 'data.startedAt',
      });
      expect(await contact({ complaintId: 'a', complaintMessage: 'b' })).toMatchObject({
        code: 'case-named-twice',
        field: 'data.complaintMessage',
      });
    });
  });

  describe('with a fact', () => {
    it('tells a case what happened to it, by its id or by the message that brought it', async () => {
      const complaint = message('complaint', COMPLAINT);
      const { complaintId } = await app.desk.take(complaint);
      const of = { complaintMessage: complaint.id };
      expect(await take('fact', { fact: 'acknowledged', channel: 'sms', ...of })).toEqual({
        outcome: 'taken',
        complaintId,
      });
      await take('fact', { fact: 'chased', channel: 'ivr', complaintId });
      await take('fact', { fact: 'responded', complaintId });
      expect(await typesOn(`complaint-${String(complaintId)}`)).toEqual([
        'ComplaintRegistered',
        'ComplaintAcknowledged',
        'ComplaintChased',
        'ComplaintResponded',
      ]);
    });

    it('counts a chase once, however often it comes', async () => {
      const complaintId = await brought();
      const chase = message('fact', { fact: 'chased', complaintId, note: 'Ada is cross.' });
      expect((await app.desk.take(chase)).outcome).toBe('taken');
      expect((await app.desk.take(chase)).outcome).toBe('repeated');
      const chases = await typesOn(`complaint-${complaintId}`);
      expect(chases).toEqual(['ComplaintRegistered', 'ComplaintChased']);
    });

    it('puts on record how calls went', async () => {
      const { complaintId, callbackId } = await scheduledCall();
      await take('fact', { fact: 'call-started', callbackId, agent: 'agent-3' });
      await take('fact', { fact: 'call-ended', callbackId, outcome: 'reached' });
      expect(complaintId).not.toBe('');
      expect(await typesOn(`callback-${callbackId}`)).toEqual([
        'CallbackScheduled',
        'CallbackAttemptStarted',
        'CallbackAttempted',
      ]);
    });

    it('ends a wait, and refuses to where there is none', async () => {
      const complaintId = await brought();
      expect(await refused(message('fact', { fact: 'wait-ended', complaintId }))).toMatchObject({
        code: 'illegal-step',
      });
    });

    it('lets clocks differ by a minute where another fact came in between, and no more', async () => {
      const complaintId = await brought();
      await take('fact', { fact: 'chased', complaintId });
      const now = app.clock.now();
      app.clock.advanceTo(now + 120_000);
      await take('fact', { fact: 'chased', complaintId });
      const late = { fact: 'chased', complaintId };
      expect(await refused(message('fact', late, { time: now + 59_999 }))).toMatchObject({
        code: 'occurred-out-of-order',
        field: 'time',
      });
      expect((await take('fact', late, { time: now + 60_000 })).outcome).toBe('taken');
      const facts = await app.store.readStream(`complaint-${complaintId}`);
      expect(facts.findLast(({ type }) => type === 'ComplaintChased')?.occurredAt).toBe(now + 120_000);
    });

    it('refuses what it does not know', async () => {
      const fact = (data: unknown) => refused(message('fact', data));
      expect(await fact({ fact: 'sold' })).toMatchObject({ code: 'invalid-request', field: 'data.fact' });
      expect(await fact([])).toMatchObject({ code: 'invalid-request', field: 'data.fact' });
      expect(await fact({ fact: 'chased' })).toMatchObject({ code: 'case-missing' });
      expect(await fact({ fact: 'chased', complaintId: 'nothing' })).toMatchObject({ code: 'not-found' });
      expect(await fact({ fact: 'acknowledged', complaintId: 'a' })).toMatchObject({
        field: 'data.channel',
      });
    });
  });

  /** A call that a signal led to. */
  async function scheduledCall(): Promise<{ complaintId: string; callbackId: string }> {
    app.clock.advanceTo(NINE + Math.ceil((app.clock.now() - NINE) / 86_400_000) * 86_400_000);
    const reference = `parcel-${String(++count)}`;
    const concerned = [{ customer: { reference: 'crm-1' } }];
    await take('signal', { kind: 'parcel-late', reference, concerned });
    const signal = (await app.recorded()).at(-1);
    if (signal === undefined) throw new Error('nothing was recorded');
    const origin = { commandId: 'x', correlationId: 'x', causationId: signal.id, actor: signal.actor };
    await app.automation.react(signal, origin);
    const scheduled = (await app.recorded()).findLast(({ type }) => type === 'CallbackScheduled');
    return scheduled?.data as { complaintId: string; callbackId: string };
  }

  it('lets passing failures through, for they say nothing about the message', async () => {
    const out = new DomainError('unavailable', 'sign-in-unavailable', 'Out of reach.');
    jest.spyOn(app.store, 'append').mockRejectedValueOnce(out);
    const same = message('complaint', COMPLAINT);
    const error: unknown = await app.desk.take(same).catch((thrown: unknown) => thrown);
    expect(refusalIn(error)).toBeUndefined();
    expect((await app.desk.take(same)).outcome).toBe('taken');
  });

  it('puts nothing personal into any event', async () => {
    const all = JSON.stringify(await app.recorded());
    expect(all.length).toBeGreaterThan(10_000);
    const personal = ['Ada', 'Nobody', 'is wrong', 'asked about', 'cross', 'crm-1'];
    expect(personal.filter((text) => all.includes(text))).toEqual([]);
  });
});

import { Global, Module } from '@nestjs/common';
import { CallbacksModule, type CallbackScheduled } from '@redress/callbacks';
import { complaintStream, type ComplaintRegistered } from '@redress/complaints';
import { newId, toIso, VirtualClock, type RecordedEvent } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { PublishIntakeRules, readIntakeRulesFile } from '@redress/policies';
import { originOf } from '@redress/testing';
import { join } from 'node:path';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { IntakeModule } from '../intake.module';
import { ReceiveSignal, type ConcernedTold } from '../receive-signal/receive-signal.command';
import { INTAKE_WEBHOOK_SECRET } from '../webhook/webhook-signature';
import { RaiseCaseOnSignal } from './raise-case-on-signal.automation';

const START = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const RULES = join(__dirname, '../../../../policies/intake/proactive.yaml');

@Global()
@Module({
  providers: [{ provide: INTAKE_WEBHOOK_SECRET, useValue: undefined }],
  exports: [INTAKE_WEBHOOK_SECRET],
})
class NoWebhook {}

describe('a signal becomes a case and a call', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let raise: RaiseCaseOnSignal;
  let personalData: PersonalData;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, modules: [CallbacksModule, IntakeModule, NoWebhook] });
    raise = desk.get(RaiseCaseOnSignal);
    personalData = desk.get(PERSONAL_DATA);
    await desk.bus.execute(new PublishIntakeRules(readIntakeRulesFile(RULES), originOf()));
  });
  afterEach(() => desk.stop());

  const concerned = (reference: string, more: Partial<ConcernedTold> = {}): ConcernedTold => ({
    customer: { details: { reference, name: `Mx ${reference}` } },
    tier: 'standard',
    specialCare: false,
    ...more,
  });
  const see = (
    of: Partial<ReceiveSignal['signal']> = {},
    whom: readonly ConcernedTold[] = [concerned('ann')],
    seenAt?: number,
  ) =>
    desk.bus.execute(
      new ReceiveSignal(
        { kind: 'parcel-late', reference: 'JD-1', severity: 'normal', resolved: false, ...of },
        whom,
        originOf(),
        seenAt,
      ),
    );
  const all = async <Event>(type: string): Promise<readonly Event[]> =>
    (await desk.running.store.readAll({ limit: Infinity })).filter(
      (event) => event.type === type,
    ) as readonly unknown[] as readonly Event[];
  const cases = () => all<RecordedEvent<ComplaintRegistered>>('ComplaintRegistered');
  const calls = () => all<RecordedEvent<CallbackScheduled>>('CallbackScheduled');

  it('by the first rule that matches, from when it was seen, once however often it is heard', async () => {
    const told = concerned('ann', { tier: 'vip', specialCare: true, description: 'Stuck at the border.' });
    await see({}, [told]);
    clock.advanceTo(START + 2 * HOUR); // the automation comes late
    expect(await desk.deliver(raise)).toEqual([]);
    const [registered, ...others] = await cases();
    expect(others).toEqual([]);
    expect(registered).toMatchObject({
      occurredAt: START,
      actor: { kind: 'system' },
      data: {
        kind: 'complaint',
        category: 'delivery',
        channel: 'signal',
        priority: 2,
        tier: 'vip',
        specialCare: true,
        reason: 'parcel-late',
      },
    });
    const { complaintId, descriptionRef = '' } = registered!.data;
    expect((await personalData.getTexts([descriptionRef])).get(descriptionRef)).toBe(
      'parcel-late: JD-1\n\nStuck at the border.',
    );
    expect((await calls()).map(({ data }) => data)).toEqual([
      expect.objectContaining({
        complaintId,
        purpose: 'promise',
        channel: 'phone',
        window: { from: toIso(START), to: toIso(START + 4 * HOUR) },
      }),
    ]);
  });

  it('once, however many signals tell of the same trouble', async () => {
    for (let minute = 0; minute < 5; minute++) {
      await see({}, [concerned('ann', { description: `Seen at minute ${String(minute)}.` })]);
      clock.advanceTo(clock.now() + 60_000);
      expect(await desk.deliver(raise)).toEqual([]);
    }
    expect(await cases()).toHaveLength(1);
    expect(await calls()).toHaveLength(1);
  });

  it('again where the trouble comes back after it was over', async () => {
    await see();
    clock.advanceTo(START + HOUR);
    await see({ resolved: true });
    clock.advanceTo(START + 2 * HOUR);
    await see();
    expect(await desk.deliver(raise)).toEqual([]);
    expect(await cases()).toHaveLength(2);
    expect(await calls()).toHaveLength(2);
  });

  it('for each customer concerned, also where one of them can not be had any more', async () => {
    const gone = newId();
    await personalData.findOrCreateCustomer({ proposedId: gone, details: { reference: 'gone' } });
    await see({ kind: 'outage' }, [
      concerned('x', { customer: { customerId: gone } }),
      ...['ann', 'ben'].map((name) => concerned(name)),
    ]);
    await personalData.erase(gone);
    expect(await desk.deliver(raise)).toEqual(['customer-erased']);
    expect(await cases()).toHaveLength(2);
    expect(await calls()).toHaveLength(2);
  });

  it('grave where the signal is', async () => {
    await see({ kind: 'outage', severity: 'grave' });
    await desk.deliver(raise);
    const [registered] = await cases();
    const facts = await desk.running.store.readStream(complaintStream(registered!.data.complaintId));
    expect(facts.map(({ type }) => type)).toContain('ComplaintSeverityChanged');
    expect(registered?.data.priority).toBe(1);
  });

  it('outside of the hours in which customers rest', async () => {
    const night = Date.UTC(2026, 2, 2, 22);
    clock.advanceTo(night);
    await see({ kind: 'outage' });
    await desk.deliver(raise);
    const [call] = await calls();
    expect(call?.data.window.from).toBe('2026-03-03T08:00:00.000Z');
    expect(call?.data.moved?.movedBy).toBe('quiet-hours');
  });

  it('by the version of the rules that was in force when it was seen, also where others came since', async () => {
    await see();
    const later = { name: 'proactive', rules: [{ match: { kind: ['nothing'] }, case: CASE }] };
    await desk.bus.execute(new PublishIntakeRules(later, originOf()));
    expect(await desk.deliver(raise)).toEqual([]);
    expect(await cases()).toHaveLength(1);
  });

  it('not where no rule matches, nobody is concerned, or it is over', async () => {
    await see({ kind: 'drizzle' });
    await see({ reference: 'JD-2' }, []);
    await see({ reference: 'JD-3', resolved: true });
    expect(await desk.deliver(raise)).toEqual([]);
    expect(await cases()).toEqual([]);
  });
});

const CASE = { kind: 'complaint', category: 'delivery', priority: 2 };

import type { CommandBus } from '@nestjs/cqrs';
import { toIso, VirtualClock } from '@redress/kernel';
import { ContactPolicyShelf } from '@redress/policies';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { CallbacksModule } from '../callbacks.module';
import { callbackStream } from '../events';
import { ScheduleCallback } from '../schedule-callback/schedule-callback.command';
import { followUpId } from './follow-up';
import { FollowUpWhenResolved } from './follow-up-when-resolved.automation';

const START = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;

describe('a resolved case is followed up', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let followUp: FollowUpWhenResolved;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, modules: [CallbacksModule] });
    followUp = desk.get(FollowUpWhenResolved);
  });
  afterEach(() => desk.stop());

  const facts = async (complaintId: string, cycle = 1) =>
    desk.running.store.readStream(callbackStream(followUpId({ complaintId, cycle })));
  const types = async (complaintId: string, cycle = 1) =>
    (await facts(complaintId, cycle)).map(({ type }) => type);
  const resolve = (complaintId: string, resolvedBy: string | null = 'agent-7') =>
    desk.tell(complaintId, { type: 'ResolveComplaint', resolvedBy });

  it('by whoever resolved it, in the window of the contact policy, once however often it is seen', async () => {
    const id = await desk.register('ann');
    clock.advanceTo(START + HOUR);
    await resolve(id);
    clock.advanceTo(START + 3 * HOUR); // the automation comes late
    expect(await desk.deliver(followUp)).toEqual([]);
    const scheduled = await facts(id);
    expect(scheduled.map(({ type }) => type)).toEqual(['CallbackScheduled', 'ClockStarted']);
    expect(scheduled[0]).toMatchObject({
      partitionKey: id,
      occurredAt: START + HOUR,
      actor: { kind: 'system' },
      data: {
        complaintId: id,
        cycle: 1,
        purpose: 'follow-up',
        team: 'front-desk',
        owner: 'agent-7',
        window: { from: toIso(START + 25 * HOUR), to: toIso(START + 73 * HOUR) },
      },
    });
  });

  it('by the agent of the case where nobody knows who resolved it', async () => {
    const id = await desk.register('ann');
    await desk.tell(id, { type: 'AssignComplaint', team: 'back-office', agent: 'agent-8' });
    await resolve(id, null);
    await desk.deliver(followUp);
    expect((await facts(id))[0]?.data).toMatchObject({ team: 'back-office', owner: 'agent-8' });
  });

  it('where it is of a kind that the contact policy names, as the case was last classified', async () => {
    const enquiry = await desk.register('ann', { kind: 'enquiry' });
    const taken = await desk.register('ann', { kind: 'enquiry' });
    await desk.tell(taken, { type: 'ReclassifyComplaint', kind: 'complaint' });
    for (const id of [enquiry, taken]) await resolve(id);
    await desk.deliver(followUp);
    expect(await types(enquiry)).toEqual([]);
    expect(await types(taken)).toContain('CallbackScheduled');
  });

  it('in each cycle by a call of its own, and not where the case has gone on', async () => {
    const id = await desk.register('ann');
    await resolve(id);
    await desk.tell(id, { type: 'ReopenComplaint' });
    await resolve(id);
    await desk.deliver(followUp);
    expect(await types(id, 1)).toEqual([]);
    expect(await types(id, 2)).toEqual(['CallbackScheduled', 'ClockStarted']);
  });

  it('not where the customer has answered already', async () => {
    const id = await desk.register('ann');
    await resolve(id);
    await desk.tell(id, { type: 'FollowUpComplaint', outcome: 'satisfied', close: false });
    await desk.deliver(followUp);
    expect(await types(id)).toEqual([]);
  });

  it('by no call that is owed where the case goes on while it is scheduled, whatever is seen again afterwards', async () => {
    const id = await desk.register('ann');
    await resolve(id);
    /** The bus, beside which somebody reopens the case just before the call is scheduled. */
    const busy = Object.create(desk.bus, {
      execute: {
        value: async (command: ScheduleCallback) => {
          if (command instanceof ScheduleCallback) await desk.tell(id, { type: 'ReopenComplaint' });
          return desk.bus.execute(command);
        },
      },
    }) as CommandBus;
    const racing = new FollowUpWhenResolved(busy, desk.running.store, desk.get(ContactPolicyShelf));
    const resolved = (await desk.caseFacts(id)).find(({ type }) => type === 'ComplaintResolved');
    expect(await desk.react(racing, resolved!)).toBeUndefined();
    const cancelled = ['CallbackScheduled', 'ClockStarted', 'CallbackCancelled', 'ClockClosed'];
    expect(await types(id)).toEqual(cancelled);
    await desk.deliver(followUp);
    expect(await types(id)).toEqual(cancelled);
  });
});

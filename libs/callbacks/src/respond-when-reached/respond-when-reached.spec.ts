import { newId, toIso, VirtualClock } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { CallbacksModule } from '../callbacks.module';
import { ChangeCallback, type CallbackChange } from '../change-callback/change-callback.command';
import type { AttemptOutcome } from '../events';
import { ScheduleCallback, type CallbackWanted } from '../schedule-callback/schedule-callback.command';
import { RespondWhenReached } from './respond-when-reached.automation';

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;

describe('a promised call that reached the customer', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let respond: RespondWhenReached;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, modules: [CallbacksModule] });
    respond = desk.get(RespondWhenReached);
  });
  afterEach(() => desk.stop());

  /** A call that is promised, and made ten minutes later. */
  async function called(outcome: AttemptOutcome, more: Partial<CallbackWanted> = {}): Promise<string> {
    const complaintId = await desk.register('ann', { priority: 2 });
    const callbackId = newId();
    const window = { from: toIso(clock.now()), to: toIso(clock.now() + 60 * MINUTE) };
    const wanted: CallbackWanted = { purpose: 'promise', window, complaintId, ...more };
    await desk.bus.execute(new ScheduleCallback(callbackId, wanted, originOf()));
    const change = async (order: CallbackChange) => {
      await desk.bus.execute(new ChangeCallback(callbackId, order, {}, originOf()));
    };
    clock.advanceTo(clock.now() + 10 * MINUTE);
    await change({ type: 'StartAttempt', agent: 'agent-1' });
    await change({ type: 'RecordOutcome', outcome });
    return complaintId;
  }
  const responses = async (complaintId: string) =>
    (await desk.caseFacts(complaintId)).filter(({ type }) => type === 'ComplaintResponded');

  it('is a response on the case, once and at its own instant, however late it is heard', async () => {
    const complaintId = await called('reached', { channel: 'chat' });
    clock.advanceTo(START + 3 * 60 * MINUTE);
    expect(await desk.deliver(respond)).toEqual([]);
    expect(await responses(complaintId)).toMatchObject([
      { occurredAt: START + 10 * MINUTE, actor: { kind: 'system' }, data: { first: true, channel: 'chat' } },
    ]);
    const stopped = (await desk.caseFacts(complaintId)).find(({ type }) => type === 'ClockStopped');
    expect(stopped?.data).toMatchObject({ clock: 'first-response', verdict: 'met' });
  });

  it('is none where nobody was reached, or the call was no promise', async () => {
    const silent = await called('no-answer');
    const followUp = await called('reached', { purpose: 'follow-up' });
    await desk.deliver(respond);
    expect(await responses(silent)).toEqual([]);
    expect(await responses(followUp)).toEqual([]);
  });

  it('is refused where the case has ended meanwhile', async () => {
    const complaintId = await called('reached');
    await desk.tell(complaintId, { type: 'WithdrawComplaint', reason: 'solved-itself' });
    expect(await desk.deliver(respond)).toEqual(['illegal-step']);
    expect(await responses(complaintId)).toEqual([]);
  });
});

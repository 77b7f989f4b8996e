import { newId, toIso, VirtualClock } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { CallbacksModule } from '../callbacks.module';
import { callbacks } from '../due-callbacks/callbacks.projection';
import { callbackStream, type CallbackPurpose } from '../events';
import { followUpId } from '../follow-up-when-resolved/follow-up';
import { FollowUpWhenResolved } from '../follow-up-when-resolved/follow-up-when-resolved.automation';
import { ScheduleCallback } from '../schedule-callback/schedule-callback.command';
import { CancelWhenCaseEnds } from './cancel-when-case-ends.automation';

const START = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const SUPERVISOR = { actor: { id: 'head', kind: 'staff', role: 'supervisor' } } as const;

describe('calls about a case that has gone on', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let cancel: CancelWhenCaseEnds;
  let complaintId: string;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({
      clock,
      projections: [callbacks],
      modules: [CallbacksModule],
    });
    cancel = desk.get(CancelWhenCaseEnds);
    complaintId = await desk.register('ann');
  });
  afterEach(() => desk.stop());

  const resolve = async () => {
    await desk.tell(complaintId, { type: 'ResolveComplaint', resolvedBy: 'agent-1' });
    await desk.deliver(desk.get(FollowUpWhenResolved));
  };
  const promised = async (purpose: CallbackPurpose = 'promise') => {
    const callbackId = newId();
    const window = { from: toIso(START), to: toIso(START + HOUR) };
    await desk.bus.execute(new ScheduleCallback(callbackId, { purpose, window, complaintId }, originOf()));
    return callbackId;
  };
  /** Why it was cancelled; undefined while it is owed. */
  const cancelled = async (callbackId: string): Promise<unknown> =>
    (await desk.running.store.readStream(callbackStream(callbackId))).find(
      ({ type }) => type === 'CallbackCancelled',
    )?.data;
  const followUp = (cycle: number) => cancelled(followUpId({ complaintId, cycle }));

  it('a follow-up is cancelled by the reopening of its cycle, and that of the next cycle is owed', async () => {
    await resolve();
    await desk.tell(complaintId, { type: 'ReopenComplaint' });
    expect(await desk.deliver(cancel)).toEqual([]);
    expect(await followUp(1)).toMatchObject({ reason: 'case-reopened' });
    await resolve();
    expect(await desk.deliver(cancel)).toEqual([]);
    expect(await followUp(2)).toBeUndefined();
  });

  it('by the closing of the case without it', async () => {
    await resolve();
    const closing = { type: 'CloseComplaint', resolvedBy: null } as const;
    await desk.tell(complaintId, closing, {
      actor: { id: 'import', kind: 'integration', role: 'integration' },
    });
    await desk.deliver(cancel);
    expect(await followUp(1)).toMatchObject({ reason: 'case-closed' });
  });

  it('by an answer that came on another way, but not by a call in vain', async () => {
    await resolve();
    await desk.tell(complaintId, { type: 'FollowUpComplaint', outcome: 'unreachable', close: false });
    await desk.deliver(cancel);
    expect(await followUp(1)).toBeUndefined();
    await desk.tell(complaintId, { type: 'FollowUpComplaint', outcome: 'satisfied', close: false });
    await desk.deliver(cancel);
    expect(await followUp(1)).toMatchObject({ reason: 'asked-already' });
  });

  it('a promise is cancelled where the customer takes the case back', async () => {
    const [one, other, care] = [await promised(), await promised(), await promised('care')];
    await desk.tell(complaintId, { type: 'WithdrawComplaint', reason: 'solved-itself' });
    expect(await desk.deliver(cancel)).toEqual([]);
    expect(await cancelled(one)).toMatchObject({ reason: 'case-withdrawn' });
    expect(await cancelled(other)).toMatchObject({ reason: 'case-withdrawn' });
    expect(await cancelled(care)).toBeUndefined();
  });

  it('a promise that was missed is left to a leader even then, and the others are cancelled', async () => {
    const missed = await promised();
    clock.advanceTo(START + 2 * HOUR);
    const window = { from: toIso(START + 3 * HOUR), to: toIso(START + 4 * HOUR) };
    const later = newId();
    await desk.bus.execute(
      new ScheduleCallback(later, { purpose: 'promise', window, complaintId }, originOf()),
    );
    await desk.tell(complaintId, { type: 'WithdrawComplaint', reason: 'solved-itself' });
    expect(await desk.deliver(cancel)).toEqual(['needs-leader']);
    expect(await cancelled(missed)).toBeUndefined();
    expect(await cancelled(later)).toMatchObject({ reason: 'case-withdrawn' });
  });

  it('a promise stays owed whatever else becomes of the case', async () => {
    const surviving = complaintId;
    complaintId = await desk.register('ann');
    const callbackId = await promised();
    await desk.tell(complaintId, { type: 'MergeComplaint', into: surviving }, SUPERVISOR);
    await desk.deliver(cancel);
    expect(await cancelled(callbackId)).toBeUndefined();
  });
});

import { newId, toIso, VirtualClock } from '@redress/kernel';
import { originOf } from '@redress/testing';
import { runDesk, type RunningDesk } from '../../../../test/support/running-desk';
import { CallbacksModule } from '../callbacks.module';
import { ChangeCallback, type CallbackChange } from '../change-callback/change-callback.command';
import type { SurveyAnswers } from '../events';
import { followUpId } from '../follow-up-when-resolved/follow-up';
import { FollowUpWhenResolved } from '../follow-up-when-resolved/follow-up-when-resolved.automation';
import { ScheduleCallback } from '../schedule-callback/schedule-callback.command';
import { RecordFollowUp } from './record-follow-up.automation';

const START = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;

describe('what came of a follow-up', () => {
  let desk: RunningDesk;
  let clock: VirtualClock;
  let record: RecordFollowUp;
  let complaintId: string;
  let callbackId: string;

  beforeEach(async () => {
    clock = new VirtualClock(START);
    desk = await runDesk({ clock, modules: [CallbacksModule] });
    record = desk.get(RecordFollowUp);
    complaintId = await desk.register('ann');
    await desk.tell(complaintId, { type: 'ResolveComplaint', resolvedBy: 'agent-1' });
    await desk.deliver(desk.get(FollowUpWhenResolved));
    callbackId = followUpId({ complaintId, cycle: 1 });
    clock.advanceTo(START + 25 * HOUR);
  });
  afterEach(() => desk.stop());

  const change = async (order: CallbackChange) => {
    await desk.bus.execute(new ChangeCallback(callbackId, order, {}, originOf()));
  };
  const call = async (outcome: 'reached' | 'no-answer') => {
    await change({ type: 'StartAttempt', agent: 'agent-1' });
    await change({ type: 'RecordOutcome', outcome });
  };
  /** Reached, and a minute later done with. */
  const answer = async (answers: SurveyAnswers) => {
    await call('reached');
    clock.advanceTo(clock.now() + HOUR / 60);
    await change({ type: 'CompleteCallback', answers });
  };
  const afterResolved = async () => {
    const facts = (await desk.caseFacts(complaintId)).filter(({ type }) => type.startsWith('Complaint'));
    return facts.slice(1 + facts.findIndex(({ type }) => type === 'ComplaintResolved'));
  };

  it('satisfied is on the case with what was said, and closes it where the contact policy says so', async () => {
    await answer({ satisfied: true, csat: 5 });
    clock.advanceTo(clock.now() + HOUR); // the automation comes late
    expect(await desk.deliver(record)).toEqual([]);
    expect(await afterResolved()).toMatchObject([
      {
        type: 'ComplaintFollowedUp',
        occurredAt: START + 25 * HOUR + HOUR / 60,
        data: { outcome: 'satisfied', askedAt: toIso(START + 25 * HOUR), callbackId, csat: 5, cycle: 1 },
      },
      { type: 'ComplaintClosed' },
    ]);
  });

  it('dissatisfied begins a new cycle', async () => {
    await answer({ satisfied: false });
    await desk.deliver(record);
    expect(await afterResolved()).toMatchObject([
      { type: 'ComplaintFollowedUp', data: { outcome: 'dissatisfied' } },
      { type: 'ComplaintReopened', data: { cycle: 2 } },
    ]);
  });

  it('unreachable after all attempts is on record, and the case stays resolved where the contact policy says so', async () => {
    for (let attempt = 1; attempt <= 6; attempt++) {
      await call('no-answer');
      clock.advanceTo(clock.now() + 4 * HOUR + (attempt % 3 === 0 ? 12 * HOUR : 0));
    }
    expect(await desk.deliver(record)).toEqual([]);
    expect(await afterResolved()).toMatchObject([
      { type: 'ComplaintFollowedUp', data: { outcome: 'unreachable', callbackId } },
    ]);
  });

  it('is not asked of any other call', async () => {
    callbackId = newId();
    const window = { from: toIso(clock.now()), to: toIso(clock.now() + HOUR) };
    const promise = { purpose: 'promise', window, complaintId } as const;
    await desk.bus.execute(new ScheduleCallback(callbackId, promise, originOf()));
    await answer({ satisfied: false });
    expect(await desk.deliver(record)).toEqual([]);
    expect(await afterResolved()).toEqual([]);
  });

  it('is nothing new where the case was reopened before it was heard', async () => {
    await answer({ satisfied: true });
    await desk.tell(complaintId, { type: 'ReopenComplaint' });
    expect(await desk.deliver(record)).toEqual([]);
    expect((await afterResolved()).map(({ type }) => type)).toEqual(['ComplaintReopened']);
  });
});

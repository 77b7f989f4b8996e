import { fold, type Actor, type EpochMs } from '@redress/kernel';
import { CALLBACK_CONTEXT, CONTACT_POLICY } from '@redress/testing';
import type { Why } from '@redress/complaints';
import { callbackDecider, type CallbackStreamEvent } from '../../libs/callbacks/src/domain/callback-decider';
import type { CallbackOrder } from '../../libs/callbacks/src/domain/commands';

const T0 = Date.UTC(2026, 2, 2, 9);
export const at = (minutes: number): EpochMs => T0 + minutes * 60_000;

const LEADER: Actor = { id: 'boss', kind: 'staff', role: 'shift-leader' };
type Life = readonly (readonly [minute: number, order: CallbackOrder, why?: Why])[];
const window = (from: string, to: string) => ({
  from: `2026-03-${from}:00.000Z`,
  to: `2026-03-${to}:00.000Z`,
});
const start = (agent: string): CallbackOrder => ({ type: 'StartAttempt', agent });
const missed: CallbackOrder = { type: 'RecordOutcome', outcome: 'no-answer' };

/** What three callbacks are told, in minutes from nine o'clock in London. */
export const LIVES = {
  completed: [
    [
      0,
      {
        type: 'ScheduleCallback',
        callbackId: '0b5e3c52-0000-5000-8000-000000000011',
        complaintId: '0b5e3c52-0000-5000-8000-000000000001',
        customerId: '0b5e3c52-0000-5000-8000-000000000002',
        purpose: 'follow-up',
        team: 'front-desk',
        owner: null,
        window: window('02T20:00', '02T22:00'),
        channel: 'phone',
        language: 'en-GB',
        numberRef: '0b5e3c52-0000-5000-8000-000000000006',
        cycle: 2,
      },
      { reason: 'resolved', noteRef: '0b5e3c52-0000-5000-8000-000000000005' },
    ],
    [5, { type: 'ClaimCallback', agent: 'agent-1' }],
    [70, start('agent-1')],
    [
      72,
      { type: 'RecordOutcome', outcome: 'asked-to-call-later', window: window('03T10:00', '03T12:00') },
      { noteRef: 'note-72' },
    ],
    [80, { type: 'TransferCallback', team: 'night-shift', owner: null }, { reason: 'shift-ends' }],
    [1490, { type: 'ClaimCallback', agent: 'agent-2' }],
    [1505, start('agent-2')],
    [1506, { type: 'RecordOutcome', outcome: 'reached' }],
    [
      1510,
      {
        type: 'CompleteCallback',
        answers: {
          satisfied: true,
          csat: 4,
          servqual: [{ item: 'Q5', dimension: 'reliability', expected: 7, perceived: 6 }],
          commentRef: '0b5e3c52-0000-5000-8000-000000000007',
        },
      },
    ],
  ],
  unreachable: [
    [
      0,
      {
        type: 'ScheduleCallback',
        callbackId: '0b5e3c52-0000-5000-8000-000000000012',
        complaintId: '0b5e3c52-0000-5000-8000-000000000001',
        customerId: '0b5e3c52-0000-5000-8000-000000000002',
        purpose: 'follow-up',
        team: 'front-desk',
        owner: 'agent-1',
        window: window('02T10:00', '04T10:00'),
        channel: 'phone',
        timeZone: 'Asia/Shanghai',
        cycle: 1,
      },
    ],
    [10, start('agent-1')],
    [11, missed],
    [20, start('agent-1')],
    [80, start('agent-1')],
    [81, missed],
    [1440, start('agent-1')],
    [1441, missed],
  ],
  cancelled: [
    [
      0,
      {
        type: 'ScheduleCallback',
        callbackId: '0b5e3c52-0000-5000-8000-000000000013',
        complaintId: null,
        customerId: '0b5e3c52-0000-5000-8000-000000000002',
        purpose: 'promise',
        team: 'front-desk',
        owner: 'agent-1',
        window: window('02T10:00', '02T12:00'),
        channel: 'sms',
      },
    ],
    [200, { type: 'CancelCallback', reason: 'customer-moved' }, { noteRef: 'note-200' }],
  ],
} as const satisfies Readonly<Record<string, Life>>;

/** What today's code writes for one of them. */
export function written(name: keyof typeof LIVES): CallbackStreamEvent[] {
  const contactPolicy = { ...CONTACT_POLICY, name: 'frozen', version: 2 };
  const life: Life = LIVES[name];
  return life.reduce<CallbackStreamEvent[]>((history, [minute, order, why = {}]) => {
    const command = { ...order, ...CALLBACK_CONTEXT, contactPolicy, actor: LEADER, why, now: at(minute) };
    return [...history, ...callbackDecider.decide(command, fold(callbackDecider, history))];
  }, []);
}

import type { RecordedEvent } from '@redress/kernel';
import { toIso } from '@redress/kernel';
import { projectionSpec, recordedEvents, type EventSketch } from '@redress/testing';
import type { CallbackEvent } from '../events';
import { callbacks } from './callbacks.projection';

const NINE = Date.UTC(2026, 2, 2, 9);
const at = (minutes: number): number => NINE + minutes * 60_000;
const window = (from: number, to: number) => ({ from: toIso(at(from)), to: toIso(at(to)) });

const ABOUT = {
  callbackId: 'cb-1',
  complaintId: 'case-1',
  customerId: 'customer-1',
  purpose: 'promise',
  team: 'north',
  owner: 'ann',
  windowNumber: 1,
  window: window(60, 120),
} as const;
const POLICY = { name: 'courteous', version: 1 };

type Data<Type extends CallbackEvent['type']> = Extract<CallbackEvent, { readonly type: Type }>['data'];
type Told<Type extends CallbackEvent['type']> = Omit<Data<Type>, keyof typeof ABOUT> &
  Partial<Pick<Data<Type>, keyof typeof ABOUT & keyof Data<Type>>>;

/** A fact of the callback cb-1, `minutes` after nine. */
const fact = <Type extends CallbackEvent['type']>(
  type: Type,
  minutes: number,
  told: Told<Type>,
): EventSketch => ({
  type,
  occurredAt: at(minutes),
  data: { ...ABOUT, ...told },
  stream: 'callback-cb-1',
  partitionKey: 'case-1',
});

const scheduled = fact('CallbackScheduled', 0, {
  channel: 'phone',
  timeZone: 'Asia/Shanghai',
  policy: POLICY,
});
const started = (minutes: number, attempt: number, more: object = {}) =>
  fact('CallbackAttemptStarted', minutes, { attempt, agent: 'ann', policy: POLICY, ...more });
const attempted = (
  minutes: number,
  attempt: number,
  outcome: Data<'CallbackAttempted'>['outcome'],
  more = {},
) =>
  fact('CallbackAttempted', minutes, {
    attempt,
    agent: 'ann',
    outcome,
    startedAt: toIso(at(minutes - 1)),
    ...more,
  });
const AGAIN = { windowNumber: 2, window: window(180, 240) } as const;
const rescheduled = (minutes: number, more: object = {}) =>
  fact('CallbackRescheduled', minutes, {
    ...AGAIN,
    previous: ABOUT.window,
    renegotiatedBy: 'customer',
    missedBefore: true,
    policy: POLICY,
    ...more,
  });
const breached = (instance: number, dueAt: number): EventSketch => ({
  type: 'ClockBreached',
  occurredAt: at(dueAt),
  data: { clock: 'callback', instance, cycle: 1, dueAt: toIso(at(dueAt)), detectedAt: toIso(at(dueAt)) },
  stream: 'callback-cb-1',
  partitionKey: 'case-1',
  actor: { id: 'redress', kind: 'system', role: 'system' },
});

const thenRow = (facts: readonly EventSketch[], row: Record<string, unknown>) => {
  projectionSpec(callbacks)
    .given(recordedEvents(...facts))
    .then('callbacks', [{ partition_key: 'case-1', callback_id: 'cb-1', ...row }]);
};

describe('the callbacks', () => {
  it('begin as they were scheduled', () => {
    thenRow([scheduled], {
      complaint_id: 'case-1',
      customer_id: 'customer-1',
      purpose: 'promise',
      channel: 'phone',
      time_zone: 'Asia/Shanghai',
      language: null,
      number_ref: null,
      cycle: null,
      state: 'scheduled',
      team: 'north',
      owner: 'ann',
      claimed: false,
      revision: 0,
      window_number: 1,
      window_from: at(60),
      window_to: at(120),
      asked_from: null,
      asked_to: null,
      moved_by: null,
      missed_at: null,
      windows_missed: 0,
      attempts: [],
      last_outcome: null,
      scheduled_at: at(0),
      ended_at: null,
    });
  });

  it('keep the window that was asked for, where it was moved', () => {
    const moved = { asked: window(-600, -540), movedBy: 'quiet-hours' } as const;
    thenRow(
      [
        fact('CallbackScheduled', 0, {
          purpose: 'follow-up',
          owner: null,
          channel: 'sms',
          timeZone: 'UTC',
          language: 'zh-Hans-CN',
          numberRef: 'n-1',
          cycle: 2,
          moved,
          policy: POLICY,
        }),
      ],
      {
        purpose: 'follow-up',
        owner: null,
        language: 'zh-Hans-CN',
        number_ref: 'n-1',
        cycle: 2,
        asked_from: at(-600),
        asked_to: at(-540),
        moved_by: 'quiet-hours',
      },
    );
    thenRow([scheduled, rescheduled(150, { moved })], { asked_from: at(-600), moved_by: 'quiet-hours' });
    thenRow(
      [
        fact('CallbackScheduled', 0, { channel: 'sms', timeZone: 'UTC', moved, policy: POLICY }),
        rescheduled(150),
      ],
      {
        asked_from: null,
        asked_to: null,
        moved_by: null,
      },
    );
  });

  it('follow who has them', () => {
    const claimed = fact('CallbackClaimed', 5, { owner: 'bob', previousOwner: 'ann' });
    thenRow([scheduled, claimed], { owner: 'bob', claimed: true });
    const transferred = fact('CallbackTransferred', 6, {
      team: 'south',
      owner: null,
      previousOwner: 'bob',
      previousTeam: 'north',
    });
    thenRow([scheduled, claimed, transferred], { team: 'south', owner: null, claimed: false, revision: 2 });
  });

  it('list their attempts with the outcomes, and are owed again after one that reached nobody', () => {
    thenRow([scheduled, started(61, 1)], {
      state: 'attempting',
      last_outcome: null,
      attempts: [
        { number: 1, agent: 'ann', windowNumber: 1, startedAt: at(61), endedAt: null, outcome: null },
      ],
    });
    thenRow(
      [scheduled, started(61, 1), attempted(62, 1, 'no-answer'), started(70, 2), attempted(71, 2, 'busy')],
      {
        state: 'scheduled',
        last_outcome: 'busy',
        reached_at: null,
        attempts: [
          {
            number: 1,
            agent: 'ann',
            windowNumber: 1,
            startedAt: at(61),
            endedAt: at(62),
            outcome: 'no-answer',
          },
          { number: 2, agent: 'ann', windowNumber: 1, startedAt: at(70), endedAt: at(71), outcome: 'busy' },
        ],
      },
    );
  });

  it('are reached, and stay it when a further call meets nobody', () => {
    const reached = [scheduled, started(61, 1), attempted(65, 1, 'reached')];
    thenRow(reached, { state: 'reached', reached_at: at(65), last_outcome: 'reached' });
    thenRow([...reached, started(70, 2), attempted(71, 2, 'voicemail')], {
      state: 'reached',
      reached_at: at(65),
      last_outcome: 'voicemail',
    });
  });

  it('tell the rule that held back an attempt, until there is one or another window', () => {
    const suppressed = fact('CallbackAttemptSuppressed', 62, {
      rule: 'spacing',
      nextAllowedAt: toIso(at(90)),
      policy: POLICY,
    });
    const free = { suppressed_by: null, next_allowed_at: null };
    thenRow([scheduled, suppressed], {
      state: 'scheduled',
      suppressed_by: 'spacing',
      next_allowed_at: at(90),
    });
    thenRow([scheduled, suppressed, started(90, 1)], free);
    thenRow([scheduled, suppressed, rescheduled(70)], free);
    const never = fact('CallbackAttemptSuppressed', 62, {
      rule: 'consent',
      nextAllowedAt: null,
      policy: POLICY,
    });
    thenRow([scheduled, suppressed, never], { suppressed_by: 'consent', next_allowed_at: null });
  });

  it('are missed when the clock of the present window has run out, and reaching somebody late does not undo it', () => {
    const missed = { missed_at: at(120), windows_missed: 1 };
    thenRow([scheduled, breached(1, 120)], { state: 'scheduled', ...missed, revision: 0 });
    thenRow([scheduled, breached(1, 120), started(130, 1), attempted(131, 1, 'reached')], {
      state: 'reached',
      ...missed,
    });
  });

  it('have another chance in another window, and remember that one was missed', () => {
    thenRow([scheduled, started(61, 1), attempted(62, 1, 'reached'), breached(1, 120), rescheduled(150)], {
      state: 'scheduled',
      window_number: 2,
      window_from: at(180),
      window_to: at(240),
      missed_at: null,
      windows_missed: 1,
      reached_at: null,
    });
    thenRow([scheduled, breached(1, 120), rescheduled(150), breached(2, 240)], {
      missed_at: at(240),
      windows_missed: 2,
    });
  });

  it('end completed, cancelled or unreachable', () => {
    const answers = { satisfied: true, csat: 5, commentRef: 'c-1' };
    const completed = fact('CallbackCompleted', 66, { agent: 'ann', reachedAt: toIso(at(65)), answers });
    thenRow([scheduled, started(61, 1), attempted(65, 1, 'reached'), completed], {
      state: 'completed',
      ended_at: at(66),
      answers,
    });
    const cancelled = fact('CallbackCancelled', 30, { reason: 'solved', missedBefore: false });
    thenRow([scheduled, cancelled], { state: 'cancelled', ended_at: at(30), cancelled_because: 'solved' });
    const unreachable = fact('CallbackUnreachable', 70, { attempts: 1, policy: POLICY });
    thenRow([scheduled, started(61, 1), attempted(62, 1, 'busy'), unreachable], {
      state: 'unreachable',
      ended_at: at(70),
      last_outcome: 'busy',
    });
  });

  it('have the revision of the last event by a person or an outside system', () => {
    const bySystem = { actor: { id: 'redress', kind: 'system', role: 'system' } } as const;
    thenRow([{ ...scheduled, ...bySystem }], { revision: -1 });
    thenRow([{ ...scheduled, ...bySystem }, started(61, 1), breached(1, 120)], { revision: 1 });
  });

  it('of one case stay apart, and take no notice of the clocks of the case', () => {
    const another = {
      ...scheduled,
      data: { ...scheduled.data, callbackId: 'cb-2' },
      stream: 'callback-cb-2',
    };
    const ofTheCase = { ...breached(1, 120), stream: 'complaint-case-1' };
    projectionSpec(callbacks)
      .given(recordedEvents(scheduled, another, breached(1, 120), ofTheCase))
      .then('callbacks', [
        { callback_id: 'cb-1', missed_at: at(120) },
        { callback_id: 'cb-2', missed_at: null },
      ]);
  });

  it('need no case', () => {
    const care = { ...scheduled, data: { ...ABOUT, ...scheduled.data, complaintId: null, purpose: 'care' } };
    const events: RecordedEvent[] = recordedEvents({ ...care, partitionKey: 'callback-cb-1' });
    projectionSpec(callbacks)
      .given(events)
      .then('callbacks', [{ partition_key: 'callback-cb-1', complaint_id: null, purpose: 'care' }]);
  });
});

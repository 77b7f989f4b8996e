import type { ClockEvent } from '@redress/clocks';
import type { DomainEvent } from '@redress/kernel';
import { toIso } from '@redress/kernel';
import {
  CALLBACK_ABOUT,
  callbackFactsFrom,
  complaintFactsFrom,
  CONTACT_POLICY_REF,
  projectionSpec,
  recordedEvents,
  type EventSketch,
} from '@redress/testing';
import { caseLife, minute, registration } from '../../../../test/support/case-life';
import { queues } from './queues.projection';

const fact = callbackFactsFrom(minute(0));
const window = { from: toIso(minute(100)), to: toIso(minute(200)) };
const about = { ...CALLBACK_ABOUT, callbackId: '7', complaintId: '1', team: 'north', owner: 'ann', window };
const policy = CONTACT_POLICY_REF;
const scheduled = (more: Partial<typeof about> | { owner: null } = {}) =>
  fact('CallbackScheduled', 0, {
    ...about,
    ...more,
    channel: 'phone',
    timeZone: 'Europe/London',
    policy,
  });
const run = { clock: 'callback', instance: 1, cycle: 1 } as const;
const clockFact = <Type extends ClockEvent['type']>(
  type: Type,
  minutes: number,
  data: Partial<Extract<ClockEvent, { type: Type }>['data']>,
): DomainEvent => ({ type, version: 1, occurredAt: minute(minutes), data: { ...run, ...data } });
const started = clockFact('ClockStarted', 0, { startedAt: window.from, dueAt: window.to });
const attempted = (minutes: number, outcome: 'no-answer' | 'reached') =>
  fact('CallbackAttempted', minutes, {
    ...about,
    attempt: 1,
    agent: 'bob',
    outcome,
    startedAt: toIso(minute(110)),
  });
const attempting = fact('CallbackAttemptStarted', 110, { ...about, attempt: 1, agent: 'bob', policy });
const suppressed = (nextAllowedAt: string | null) =>
  fact('CallbackAttemptSuppressed', 110, { ...about, rule: 'spacing', nextAllowedAt, policy });

const onCase = complaintFactsFrom(minute(0));
const onStream = (events: readonly DomainEvent[], partitionKey: string): EventSketch[] =>
  events.map((event) => ({ ...event, stream: 'callback-7', partitionKey }));

/** Expects the entry of the callback of a case, to which these facts happen, to hold these columns. */
const thenCallback = (facts: readonly DomainEvent[], entry: Record<string, unknown>) => {
  projectionSpec(queues)
    .given(recordedEvents(...caseLife(registration('1')), ...onStream([scheduled(), started, ...facts], '1')))
    .then('queue_entries', [
      { stream: 'callback-7', item: 'callback', callback_id: '7', ...entry },
      { stream: 'complaint-1', item: 'case', queue_kind: 'team', queue_name: 'north' },
    ]);
};

describe('callbacks in the queues', () => {
  it('stand in the queue of their owner, as urgent as their case, due at the end of their window', () => {
    thenCallback([], {
      partition_key: '1',
      complaint_id: '1',
      purpose: 'promise',
      queue_kind: 'agent',
      queue_name: 'ann',
      kind: 'complaint',
      category: 'billing',
      priority: 3,
      tier: 'standard',
      claimed: false,
      phase: 'open',
      registered_at: minute(0),
      opens_at: minute(100),
      next_clock: 'callback',
      next_due_at: minute(200),
      breached: [],
      caller: null,
      held: false,
    });
  });

  it('stand in the pool of their team while nobody has them', () => {
    projectionSpec(queues)
      .given(recordedEvents(...onStream([scheduled({ owner: null })], '1')))
      .then('queue_entries', [{ queue_kind: 'team', queue_name: 'north', agent: null }]);
  });

  it('need no case', () => {
    projectionSpec(queues)
      .given(
        recordedEvents(
          ...onStream(
            [
              fact('CallbackScheduled', 0, {
                ...about,
                complaintId: null,
                purpose: 'care',
                channel: 'phone',
                timeZone: 'Europe/London',
                policy,
              }),
              started,
            ],
            'callback-7',
          ),
        ),
      )
      .then('queue_entries', [
        {
          partition_key: 'callback-7',
          complaint_id: null,
          purpose: 'care',
          queue_name: 'ann',
          kind: null,
          priority: null,
          phase: null,
          next_due_at: minute(200),
        },
      ]);
  });

  it('follow who has them', () => {
    const claimed = fact('CallbackClaimed', 1, { ...about, owner: 'bob', previousOwner: 'ann' });
    thenCallback([claimed], { queue_name: 'bob', claimed: true });
    const moved = { ...about, team: 'south', owner: null, previousOwner: 'bob', previousTeam: 'north' };
    thenCallback([claimed, fact('CallbackTransferred', 2, moved)], {
      queue_kind: 'team',
      queue_name: 'south',
      claimed: false,
      transfers: 1,
    });
  });

  it('are breached when their window has passed, and stay', () => {
    const breached = clockFact('ClockBreached', 201, { dueAt: window.to });
    thenCallback([breached], { breached: ['callback'], next_due_at: minute(200), queue_name: 'ann' });
  });

  it('begin again with another window', () => {
    const next = { from: toIso(minute(300)), to: toIso(minute(400)) };
    const rescheduled = fact('CallbackRescheduled', 210, {
      ...about,
      windowNumber: 2,
      window: next,
      previous: window,
      renegotiatedBy: 'customer',
      missedBefore: true,
      policy,
    });
    thenCallback(
      [
        suppressed(null),
        clockFact('ClockBreached', 201, { dueAt: window.to }),
        rescheduled,
        clockFact('ClockClosed', 210, { closedAt: toIso(minute(210)), reason: 'renegotiated' }),
        clockFact('ClockStarted', 210, { instance: 2, startedAt: next.from, dueAt: next.to }),
      ],
      { opens_at: minute(300), next_due_at: minute(400), breached: [], held: false },
    );
  });

  it('open when the contact policy allows the next attempt, never before their window', () => {
    thenCallback([suppressed(toIso(minute(150)))], { opens_at: minute(150), held: false });
    thenCallback([suppressed(toIso(minute(50)))], { opens_at: minute(100), held: false });
    thenCallback([suppressed(null)], { opens_at: minute(100), held: true });
  });

  it('say who is calling, and who is to complete them once the customer is reached', () => {
    thenCallback([attempting], { caller: 'bob' });
    thenCallback([attempting, attempted(111, 'no-answer')], { caller: null });
    const stopped = clockFact('ClockStopped', 111, { stoppedAt: toIso(minute(111)), verdict: 'met' });
    thenCallback([attempting, attempted(111, 'reached'), stopped], {
      caller: 'bob',
      next_clock: null,
      next_due_at: minute(200),
      breached: [],
    });
  });

  it.each<[string, DomainEvent]>([
    [
      'completed',
      fact('CallbackCompleted', 120, { ...about, agent: 'bob', reachedAt: toIso(minute(111)), answers: {} }),
    ],
    ['unreachable', fact('CallbackUnreachable', 120, { ...about, attempts: 3, policy })],
    ['cancelled', fact('CallbackCancelled', 120, { ...about, reason: 'not-needed', missedBefore: false })],
  ])('leave them when they are %s', (_, end) => {
    const closed = clockFact('ClockClosed', 120, { closedAt: toIso(minute(120)), reason: 'cancelled' });
    projectionSpec(queues)
      .given(recordedEvents(...onStream([scheduled(), started, attempting, end, closed], '1')))
      .then('queue_entries', []);
  });

  it('stay when their case is resolved, and follow what makes it urgent', () => {
    const place = { team: 'north', agent: null, priority: 1 };
    const facts = [
      onCase('ComplaintReprioritised', 1, {
        priority: 1,
        previousPriority: 3,
        policy: { name: 'test', version: 1, rule: 1 },
      }),
      onCase('ComplaintChased', 2, { ...place, chases: 1 }),
      onCase('ComplaintSeverityChanged', 2, { severity: 'grave', previousSeverity: 'normal' }),
      onCase('ComplaintResolved', 3, { ...place, resolvedBy: null, cycle: 1 }),
    ];
    projectionSpec(queues)
      .given(
        recordedEvents(
          ...caseLife(registration('1')),
          ...onStream([scheduled(), started], '1'),
          ...facts.map((event) => ({ ...event, stream: 'complaint-1', partitionKey: '1' })),
        ),
      )
      .then('queue_entries', [
        {
          item: 'callback',
          queue_name: 'ann',
          priority: 1,
          chases: 1,
          severity: 'grave',
          phase: 'resolved',
        },
        { item: 'case', queue_kind: null },
      ]);
  });

  it('do not come from nowhere', () => {
    expect(() => projectionSpec(queues).given(recordedEvents(...onStream([attempting], '1')))).toThrow(
      'CallbackAttemptStarted of a callback that is not owed',
    );
  });
});

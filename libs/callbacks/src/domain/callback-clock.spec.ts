import { isClockEvent, type ClockEvent } from '@redress/clocks';
import { fold, toIso, type Actor } from '@redress/kernel';
import { CALLBACK_ABOUT, CALLBACK_CONTEXT, CONTACT_POLICY_REF } from '@redress/testing';
import type { AttemptOutcome, Window } from '../events';
import { callbackDecider, type CallbackStreamEvent } from './callback-decider';
import type { CallbackOrder } from './commands';

const LEADER: Actor = { id: 'boss', kind: 'staff', role: 'supervisor' };
const { windowNumber: _, ...ASKED } = CALLBACK_ABOUT;

const schedule = (
  words: Partial<Extract<CallbackOrder, { type: 'ScheduleCallback' }>> = {},
): CallbackOrder => ({
  type: 'ScheduleCallback',
  ...ASKED,
  channel: 'phone',
  ...words,
});
const START: CallbackOrder = { type: 'StartAttempt', agent: 'agent-1' };
const ended = (outcome: AttemptOutcome): CallbackOrder => ({ type: 'RecordOutcome', outcome });
const window = (from: string, to: string): Window => ({
  from: `2026-${from}:00.000Z`,
  to: `2026-${to}:00.000Z`,
});

/** The clock facts that these orders lead to, each as its type and what the spec names of its data. */
function clockFacts(
  ...orders: readonly (readonly [at: string, order: CallbackOrder])[]
): readonly ClockEvent[] {
  const history: CallbackStreamEvent[] = [];
  for (const [at, order] of orders) {
    const command = {
      ...order,
      now: Date.parse(`2026-${at}:00Z`),
      ...CALLBACK_CONTEXT,
      actor: LEADER,
    };
    history.push(...callbackDecider.decide(command, fold(callbackDecider, history)));
  }
  return history.filter((event) => isClockEvent(event));
}
const brief = (facts: readonly ClockEvent[]) =>
  facts.map(({ type, occurredAt, data }) => [
    type,
    'instance' in data ? data.instance : undefined,
    toIso(occurredAt).slice(5, 16),
    ...('verdict' in data ? [data.verdict] : []),
    ...('reason' in data ? [data.reason] : []),
  ]);

describe('the clock of a callback', () => {
  it('runs for its window, set by a person under the contact policy, and warns once', () => {
    expect(clockFacts(['03-02T09:00', schedule({ cycle: 3 })])).toEqual([
      {
        type: 'ClockStarted',
        version: 1,
        occurredAt: Date.UTC(2026, 2, 2, 9),
        data: {
          clock: 'callback',
          instance: 1,
          cycle: 3,
          startedAt: CALLBACK_ABOUT.window.from,
          target: {
            clock: 'callback',
            within: 'PT2H',
            calendar: { name: '24x7', version: 1 },
            pausedBy: [],
            marks: [80],
          },
          policy: { ...CONTACT_POLICY_REF, rule: null },
          dueAt: CALLBACK_ABOUT.window.to,
        },
      },
    ]);
  });

  it('is stopped in time by reaching the customer, even before the window', () => {
    const early = clockFacts(
      ['03-02T09:00', schedule()],
      ['03-02T09:10', START],
      ['03-02T09:12', ended('reached')],
    );
    expect(brief(early).slice(1)).toEqual([['ClockStopped', 1, '03-02T09:12', 'met']]);
    expect(early.at(-1)?.data).toMatchObject({ elapsedMs: 0 });
    const atItsEnd = clockFacts(
      ['03-02T09:00', schedule()],
      ['03-02T11:58', START],
      ['03-02T12:00', ended('reached')],
    );
    expect(brief(atItsEnd).slice(1)).toEqual([
      ['ClockMarkReached', 1, '03-02T11:36'],
      ['ClockStopped', 1, '03-02T12:00', 'met'],
    ]);
  });

  it('goes on after it was missed, until the customer is reached', () => {
    const late = clockFacts(
      ['03-02T09:00', schedule()],
      ['03-02T12:10', START],
      ['03-02T12:11', ended('no-answer')],
      ['03-02T14:00', START],
      ['03-02T14:02', ended('reached')],
    );
    expect(brief(late).slice(1)).toEqual([
      ['ClockMarkReached', 1, '03-02T11:36'],
      ['ClockBreached', 1, '03-02T12:00'],
      ['ClockStopped', 1, '03-02T14:02', 'missed'],
    ]);
  });

  it('is started anew for another window; what was missed stays missed', () => {
    const later = window('03-03T10:00', '03-03T11:00');
    const renegotiated = (at: string) =>
      brief(
        clockFacts(
          ['03-02T09:00', schedule()],
          [at, { type: 'RescheduleCallback', window: later, renegotiatedBy: 'customer' }],
        ),
      ).slice(1);
    expect(renegotiated('03-02T09:30')).toEqual([
      ['ClockClosed', 1, '03-02T09:30', 'renegotiated'],
      ['ClockStarted', 2, '03-02T09:30'],
    ]);
    expect(renegotiated('03-02T12:30')).toEqual([
      ['ClockMarkReached', 1, '03-02T11:36'],
      ['ClockBreached', 1, '03-02T12:00'],
      ['ClockClosed', 1, '03-02T12:30', 'renegotiated'],
      ['ClockStarted', 2, '03-02T12:30'],
    ]);
  });

  it('starts anew where the customer was reached and asks for another call', () => {
    const again = clockFacts(
      ['03-02T09:00', schedule()],
      ['03-02T10:10', START],
      ['03-02T10:12', ended('reached')],
      [
        '03-02T10:13',
        {
          type: 'RescheduleCallback',
          window: window('03-03T10:00', '03-03T11:00'),
          renegotiatedBy: 'customer',
        },
      ],
    );
    expect(brief(again).slice(1)).toEqual([
      ['ClockStopped', 1, '03-02T10:12', 'met'],
      ['ClockStarted', 2, '03-02T10:13'],
    ]);
  });

  it('ends where the call is not owed any more', () => {
    const letGo = clockFacts(
      ['03-02T09:00', schedule()],
      ['03-02T09:30', { type: 'CancelCallback', reason: 'moved-away' }],
    );
    expect(brief(letGo).slice(1)).toEqual([['ClockClosed', 1, '03-02T09:30', 'cancelled']]);
    const given: (readonly [string, CallbackOrder])[] = [
      ...['03-02T10:00', '03-02T12:00', '03-03T09:00'].flatMap((at) => [
        [at, START] as const,
        [at, ended('no-answer')] as const,
      ]),
    ];
    const tried = clockFacts(['03-02T09:00', schedule({ purpose: 'follow-up' })], ...given);
    expect(brief(tried).at(-1)).toEqual(['ClockClosed', 1, '03-03T09:00', 'unreachable']);
  });

  it('is due at the instant that was promised, though summer time begins in the window', () => {
    const across = window('03-28T19:00', '03-29T09:00');
    const facts = clockFacts(
      ['03-28T12:00', schedule({ window: across })],
      ['03-29T08:50', START],
      ['03-29T09:00', ended('reached')],
    );
    expect(facts[0]?.data).toMatchObject({ dueAt: across.to, target: { within: 'PT14H' } });
    expect(brief(facts).at(-1)).toEqual(['ClockStopped', 1, '03-29T09:00', 'met']);
  });
});

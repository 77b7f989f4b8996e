import fc from 'fast-check';
import { fold } from '@redress/kernel';
import { deciderSpec } from '@redress/testing';
import type { SignalReceived } from '../events';
import { signalDecider, type ReceiveSignalOrder } from './signal-decider';

const T0 = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const POLICY = { name: 'proactive', version: 1, rule: 1 };

const who = (...customerIds: readonly string[]) =>
  customerIds.map((customerId) => ({ customerId, tier: 'standard', specialCare: false }) as const);

/** A signal that concerns ann, seen so many hours after nine. */
const signal = (hours: number, more: Partial<ReceiveSignalOrder> = {}): ReceiveSignalOrder => ({
  signalId: 'signal-1',
  kind: 'outage',
  reference: 'line-7',
  severity: 'normal',
  resolved: false,
  concerned: who('ann'),
  seenAt: T0 + hours * HOUR,
  now: T0 + 100 * HOUR,
  policy: POLICY,
  sameWithinMs: 0,
  ...more,
});

const received = (
  hours: number,
  occurrence: number,
  raises: readonly string[],
  more: Partial<SignalReceived['data']> = {},
): SignalReceived => ({
  type: 'SignalReceived',
  version: 1,
  occurredAt: T0 + hours * HOUR,
  data: {
    signalId: 'signal-1',
    kind: 'outage',
    reference: 'line-7',
    severity: 'normal',
    resolved: false,
    concerned: who('ann'),
    policy: POLICY,
    occurrence,
    raises,
    ...more,
  },
});

const over = (hours: number, occurrence = 1) => received(hours, occurrence, [], { resolved: true });
const given = deciderSpec(signalDecider).given;

describe('a signal', () => {
  it('raises a case for each whom it concerns, where a rule says so', () => {
    const concerned = who('ann', 'ben');
    given()
      .when(signal(0, { concerned }))
      .then(received(0, 1, ['ann', 'ben'], { concerned }));
    given()
      .when(signal(0, { policy: null }))
      .then(received(0, 1, [], { policy: null }));
  });

  it('that says nothing new is not recorded again', () => {
    given(received(0, 1, ['ann']))
      .when(signal(1))
      .thenNothing();
    given(received(0, 1, ['ann']))
      .when(signal(1, { concerned: [] }))
      .thenNothing();
  });

  it('raises a case for those whom no earlier one concerned', () => {
    const concerned = who('ann', 'ben');
    given(received(0, 1, ['ann']))
      .when(signal(1, { concerned }))
      .then(received(1, 1, ['ben'], { concerned }));
  });

  it('that is graver raises the case which the first one did not', () => {
    const grave = { severity: 'grave' } as const;
    given(received(0, 1, [], { policy: null }))
      .when(signal(1, grave))
      .then(received(1, 1, ['ann'], grave));
    given(received(0, 1, ['ann']))
      .when(signal(1, grave))
      .then(received(1, 1, [], grave));
  });

  it('can say that it is over, once', () => {
    given(received(0, 1, ['ann']))
      .when(signal(1, { resolved: true }))
      .then(over(1));
    given(received(0, 1, ['ann']), over(1))
      .when(signal(2, { resolved: true }))
      .thenNothing();
    given()
      .when(signal(0, { resolved: true }))
      .then(over(0));
  });

  it('is a new trouble after the old one was over, and raises its own case', () => {
    given(received(0, 1, ['ann']), over(1))
      .when(signal(2))
      .then(received(2, 2, ['ann']));
    given(received(0, 1, ['ann']), over(1), received(2, 2, ['ann']))
      .when(signal(3))
      .thenNothing();
  });

  it('is the same trouble where it comes back soon', () => {
    const sameWithinMs = HOUR;
    given(received(0, 1, ['ann']), over(1))
      .when(signal(2, { sameWithinMs }))
      .then(received(2, 1, []));
    given(received(0, 1, ['ann']), over(1))
      .when(signal(2 + 1 / HOUR, { sameWithinMs }))
      .then(received(2 + 1 / HOUR, 2, ['ann']));
  });

  it('that comes late, from before the end, raises nothing any more', () => {
    given(received(0, 1, ['ann']), over(2))
      .when(signal(1, { concerned: who('ben') }))
      .then(received(1, 1, [], { concerned: who('ben') }));
    given(received(0, 1, ['ann']), over(2))
      .when(signal(1))
      .thenNothing();
    const late = received(1, 1, [], { concerned: who('ben') });
    given(received(0, 1, ['ann']), over(2), late)
      .when(signal(3))
      .then(received(3, 2, ['ann']));
  });

  it('is not from the future', () => {
    given().when(signal(101)).thenRefused('occurred-in-future');
  });

  it('never raises two cases for the same customer and occurrence', () => {
    const some = fc.record({
      hours: fc.integer({ min: 0, max: 50 }),
      resolved: fc.boolean(),
      severity: fc.constantFrom('normal' as const, 'grave' as const),
      concerned: fc.subarray(['ann', 'ben', 'cem']),
      policy: fc.constantFrom(POLICY, null),
      sameWithinMs: fc.constantFrom(0, HOUR),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), (signals) => {
        const history = signals.reduce<readonly SignalReceived[]>((so, { hours, concerned, ...more }) => {
          const order = signal(hours, { ...more, concerned: who(...concerned) });
          return [...so, ...signalDecider.decide(order, fold(signalDecider, so))];
        }, []);
        const raised = history.flatMap(({ data: { occurrence, raises } }) =>
          raises.map((customerId) => `${String(occurrence)} ${customerId}`),
        );
        expect(new Set(raised).size).toBe(raised.length);
      }),
    );
  });
});

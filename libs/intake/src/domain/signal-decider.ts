import { invalidField, type Severity } from '@redress/complaints';
import type { Decider, EpochMs } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';
import type { ConcernedCustomer, SignalReceived } from '../events';

/** A signal as it came in, and the rule that holds for it. */
export interface ReceiveSignalOrder {
  readonly signalId: string;
  readonly kind: string;
  readonly reference: string;
  readonly severity: Severity;
  readonly resolved: boolean;
  readonly concerned: readonly ConcernedCustomer[];
  readonly seenAt: EpochMs;
  readonly now: EpochMs;
  /** The intake rule that matches; null: none does. */
  readonly policy: PolicyRef | null;
  /** Within this many ms after it was over, trouble that comes back is the same trouble. */
  readonly sameWithinMs: number;
}

/** What was said so far about one trouble of one thing. */
export interface SignalState {
  /** 0: nothing yet. */
  readonly occurrence: number;
  /** Null while it goes on. */
  readonly resolvedAt: EpochMs | null;
  readonly severity: Severity;
  /** Whom the signals of this occurrence have named. */
  readonly known: ReadonlySet<string>;
  /** For whom a case was opened in this occurrence. */
  readonly raised: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The decider of the stream `signal-<id>`. */
export const signalDecider: Decider<SignalState, ReceiveSignalOrder, SignalReceived> = {
  initial: { occurrence: 0, resolvedAt: null, severity: 'normal', known: NONE, raised: NONE },
  /** Throws DomainError `occurred-in-future`. */
  decide(order, state) {
    const { seenAt, now } = order;
    if (seenAt > now) throw invalidField('occurred-in-future', 'occurredAt', 'lies in the future');
    return order.resolved ? over(order, state) : seen(order, state);
  },
  evolve(state, { occurredAt, data }) {
    const { occurrence, severity, resolved, concerned, raises } = data;
    const before = occurrence > state.occurrence ? signalDecider.initial : state;
    const isLate = before.resolvedAt !== null && occurredAt <= before.resolvedAt;
    return {
      occurrence,
      severity,
      resolvedAt: resolved ? occurredAt : isLate ? before.resolvedAt : null,
      known: new Set([...before.known, ...concerned.map(({ customerId }) => customerId)]),
      raised: new Set([...before.raised, ...raises]),
    };
  },
};

function over(order: ReceiveSignalOrder, state: SignalState): readonly SignalReceived[] {
  if (state.resolvedAt !== null) return [];
  return [received(order, Math.max(1, state.occurrence), [])];
}

function seen(order: ReceiveSignalOrder, state: SignalState): readonly SignalReceived[] {
  const { resolvedAt } = state;
  const { seenAt, sameWithinMs } = order;
  if (state.occurrence === 0) return [received(order, 1, raisedBy(order, NONE))];
  // It was seen while the trouble went on, and is told only now: it is over, and nobody needs to be called about it.
  if (resolvedAt !== null && seenAt <= resolvedAt) return news(order, state, []);
  if (resolvedAt !== null && seenAt > resolvedAt + sameWithinMs)
    return [received(order, state.occurrence + 1, raisedBy(order, NONE))];
  const raises = raisedBy(order, state.raised);
  if (resolvedAt !== null) return [received(order, state.occurrence, raises)];
  return news(order, state, raises);
}

/** The same occurrence goes on: recorded where the signal says what nobody knew. */
function news(
  order: ReceiveSignalOrder,
  state: SignalState,
  raises: readonly string[],
): readonly SignalReceived[] {
  const isNew =
    raises.length > 0 ||
    order.severity !== state.severity ||
    order.concerned.some(({ customerId }) => !state.known.has(customerId));
  return isNew ? [received(order, state.occurrence, raises)] : [];
}

function raisedBy({ policy, concerned }: ReceiveSignalOrder, raised: ReadonlySet<string>): readonly string[] {
  if (policy === null) return [];
  return concerned.map(({ customerId }) => customerId).filter((customerId) => !raised.has(customerId));
}

const received = (
  { seenAt, now: _, sameWithinMs: __, ...said }: ReceiveSignalOrder,
  occurrence: number,
  raises: readonly string[],
): SignalReceived => ({
  type: 'SignalReceived',
  version: 1,
  occurredAt: seenAt,
  data: { ...said, occurrence, raises },
});

import type { PolicyRef, Target } from '@redress/sla';
import type { ClockEvent } from '../events';

/**
 * The targets that rules set, each kept once: every event that sets one says it in full, and all clocks that go would else keep one of
 * their own.
 */
export class SharedTargets {
  readonly #targets = new Map<string, Target>();
  readonly #policies = new Map<string, PolicyRef>();

  /** The event, with the target and the policy that others have too. What a person set is like no other. */
  share<Event extends ClockEvent>(event: Event): Event {
    if (!('target' in event.data)) return event;
    const { target, policy } = event.data;
    if (target === null || policy.rule === null) return event;
    const shared = {
      target: once(this.#targets, JSON.stringify(target), target),
      policy: once(this.#policies, `${policy.name} ${String(policy.version)} ${String(policy.rule)}`, policy),
    };
    return { ...event, data: { ...event.data, ...shared, clock: shared.target.clock } };
  }
}

/** The value that was there first under a key. */
function once<Value>(known: Map<string, Value>, key: string, value: Value): Value {
  const first = known.get(key);
  if (first !== undefined) return first;
  known.set(key, value);
  return value;
}

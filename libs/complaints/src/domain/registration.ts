import { applyPolicy } from '@redress/sla';
import type { ComplaintEvent } from '../events';
import { fact, type Told } from './deciding';
import { registeredAt } from './occurred-at';

/**
 * Puts a case on record, under the policy in force at the time; one that was split off another brings along what befell it as a part of
 * that.
 */
export function register(command: Told<'RegisterComplaint'>): readonly ComplaintEvent[] {
  const { policies, why, splitOff } = command;
  const { type: _, now: __, policies: ___, actor: ____, why: _____, splitOff: ______, ...more } = command;
  const { occurredAt: _______, clocks: ________, followedUpKinds: _________, ...facts } = more;
  const at = registeredAt(command);
  const pinned = splitOff?.policy;
  const policy =
    pinned === undefined ? policies.inForceAt(at) : policies.version(pinned.name, pinned.version);
  const registered = fact('ComplaintRegistered', at, {
    ...why,
    ...facts,
    policy: applyPolicy(policy, facts).ref,
    ...(splitOff === undefined ? {} : { splitFrom: splitOff.from }),
  });
  return [registered, ...(splitOff?.waits ?? [])];
}

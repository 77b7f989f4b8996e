import { DomainError, type Role } from '@redress/kernel';
import type { Classification } from '../events';
import { fact, policyRef, type Decide } from './deciding';

export const reprioritise: Decide<'ReprioritiseComplaint'> = (command, state, at) => {
  const { priority, why } = command;
  if (state.priority === priority) return [];
  return [
    fact('ComplaintReprioritised', at, {
      ...why,
      priority,
      previousPriority: state.priority,
      policy: policyRef(command, { ...state, priority }),
    }),
  ];
};

/** A closed case, one under another policy, and one under that version or a later one stay as they are. */
export const adoptPolicy: Decide<'AdoptPolicy'> = (command, state, at) => {
  const { name, version } = command.policy;
  const { policy: previousPolicy, phase } = state;
  const isOpen = phase === 'open' || phase === 'waiting' || phase === 'resolved';
  if (!isOpen || previousPolicy.name !== name || previousPolicy.version >= version) return [];
  const policy = policyRef(command, { ...state, policy: { name, version, rule: null } });
  return [fact('ComplaintPolicyChanged', at, { ...command.why, policy, previousPolicy })];
};

export const reclassify: Decide<'ReclassifyComplaint'> = (command, state, at) => {
  const previous = classificationIn(state.facts);
  const next: Classification = {
    kind: command.kind ?? previous.kind,
    category: command.category ?? previous.category,
    tier: command.tier ?? previous.tier,
    specialCare: command.specialCare ?? previous.specialCare,
  };
  if (
    next.kind === previous.kind &&
    next.category === previous.category &&
    next.tier === previous.tier &&
    next.specialCare === previous.specialCare
  )
    return [];
  const policy = policyRef(command, { ...state, facts: { ...state.facts, ...next } });
  return [fact('ComplaintReclassified', at, { ...command.why, ...next, previous, policy })];
};

const classificationIn = ({ kind, category, tier, specialCare }: Classification): Classification => ({
  kind,
  category,
  tier,
  specialCare,
});

/** Who may say that a grave case is none. */
const LOWER_SEVERITY: readonly Role[] = ['shift-leader', 'supervisor'];

/** Throws DomainError `severity-needs-leader`. */
export const setSeverity: Decide<'SetSeverity'> = ({ severity, actor, why }, state, at) => {
  if (state.severity === severity) return [];
  if (severity === 'normal' && !LOWER_SEVERITY.includes(actor.role)) {
    throw new DomainError(
      'forbidden',
      'severity-needs-leader',
      'Anyone can call a case grave; that it is not is for a shift leader or supervisor to say.',
    );
  }
  return [fact('ComplaintSeverityChanged', at, { ...why, severity, previousSeverity: state.severity })];
};

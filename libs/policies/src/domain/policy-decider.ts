import { isDeepStrictEqual } from 'node:util';
import { toIso, type Decider, type EpochMs } from '@redress/kernel';
import type { Rule } from '@redress/sla';
import type { PolicyPublished } from '../events';

/** A policy as its author writes it. */
export interface PolicyDocument {
  readonly name: string;
  /** Default: from its publication on. */
  readonly effectiveFrom?: EpochMs;
  readonly rules: readonly Rule[];
}

export interface PublishPolicyOrder {
  readonly document: PolicyDocument;
  readonly now: EpochMs;
}

/** The newest version, or undefined before the first. */
type PolicyState = PolicyPublished['data'] | undefined;

/** Publishes a new version where the document says something new. */
export const policyDecider: Decider<PolicyState, PublishPolicyOrder, PolicyPublished> = {
  initial: undefined,
  decide({ document, now }, state) {
    const effectiveFrom = toIso(document.effectiveFrom ?? now);
    const sameStart = document.effectiveFrom === undefined || state?.effectiveFrom === effectiveFrom;
    if (state !== undefined && sameStart && isDeepStrictEqual(state.rules, document.rules)) return [];
    const version = (state?.version ?? 0) + 1;
    const data = { name: document.name, version, effectiveFrom, rules: document.rules };
    return [{ type: 'PolicyPublished', version: 1, occurredAt: now, data }];
  },
  evolve: (_, event) => event.data,
};

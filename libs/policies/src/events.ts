import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { Rule } from '@redress/sla';

/** A version of a policy came out. Cases registered from `effectiveFrom` on fall under it; older ones keep theirs. */
export type PolicyPublished = DomainEvent<
  'PolicyPublished',
  1,
  {
    readonly name: string;
    readonly version: number;
    readonly effectiveFrom: IsoInstant;
    readonly rules: readonly Rule[];
  }
>;

/** The stream of all versions of a policy. */
export const policyStream = (name: string): string => `policy-${name}`;

import type { Publication } from './domain/publication-decider';
import type { AuthorityRules } from './authority/authority-limits';
import type { ContactRules } from './contact-policy/contact-policy';
import type { SlaRules } from './sla-policy/sla-rules';

/** A version of a policy came out. Cases registered from `effectiveFrom` on fall under it; older ones keep theirs. */
export type PolicyPublished = Publication<'PolicyPublished', SlaRules>;

/** A version of a contact policy came out. Whom to call when is judged by it from `effectiveFrom` on. */
export type ContactPolicyPublished = Publication<'ContactPolicyPublished', ContactRules>;

/** A version of the authority limits came out. What is proposed or approved from `effectiveFrom` on is measured by it. */
export type AuthorityLimitsPublished = Publication<'AuthorityLimitsPublished', AuthorityRules>;

/** The stream of all versions of a policy. */
export const policyStream = (name: string): string => `policy-${name}`;

/** The stream of all versions of a contact policy. */
export const contactPolicyStream = (name: string): string => `contact-policy-${name}`;

/** The stream of all versions of a set of authority limits. */
export const authorityLimitsStream = (name: string): string => `authority-limits-${name}`;

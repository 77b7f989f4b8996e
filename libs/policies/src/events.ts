import type { DomainEvent } from '@redress/kernel';
import type { CalendarDocument } from '@redress/sla';
import type { Publication } from './domain/publication-decider';
import type { AuthorityRules } from './authority/authority-limits';
import type { ContactRules } from './contact-policy/contact-policy';
import type { IntakeRulesBody } from './intake-rules/intake-rules';
import type { SlaRules } from './sla-policy/sla-rules';

/** A version of a policy came out. Cases registered from `effectiveFrom` on fall under it; older ones keep theirs. */
export type PolicyPublished = Publication<'PolicyPublished', SlaRules>;

/** A version of a contact policy came out. Whom to call when is judged by it from `effectiveFrom` on. */
export type ContactPolicyPublished = Publication<'ContactPolicyPublished', ContactRules>;

/** A version of the authority limits came out. What is proposed or approved from `effectiveFrom` on is measured by it. */
export type AuthorityLimitsPublished = Publication<'AuthorityLimitsPublished', AuthorityRules>;

/** A version of the intake rules came out. What signals seen from `effectiveFrom` on lead to is said by it. */
export type IntakeRulesPublished = Publication<'IntakeRulesPublished', IntakeRulesBody>;

/**
 * A version of a calendar came out, with all that its deadlines depend on: the zone's offsets, too. Policies name the version by which their
 * targets run.
 */
export type CalendarPublished = DomainEvent<'CalendarPublished', 1, CalendarDocument>;

/** The stream of all versions of a policy. */
export const policyStream = (name: string): string => `policy-${name}`;

/** The stream of all versions of a contact policy. */
export const contactPolicyStream = (name: string): string => `contact-policy-${name}`;

/** The stream of all versions of a set of authority limits. */
export const authorityLimitsStream = (name: string): string => `authority-limits-${name}`;

/** The stream of all versions of a set of intake rules. */
export const intakeRulesStream = (name: string): string => `intake-rules-${name}`;

/** What the names of the streams of calendars begin with. */
export const CALENDAR_STREAMS = 'calendar-';

/** The stream of all versions of a calendar. */
export const calendarStream = (name: string): string => `${CALENDAR_STREAMS}${name}`;

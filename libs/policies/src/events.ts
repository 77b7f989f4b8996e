import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { CalendarDocument, CalendarRef } from '@redress/sla';
import type { Publication } from './domain/publication-decider';
import type { AuthorityRules } from './authority/authority-limits';
import type { ContactRules } from './contact-policy/contact-policy';
import type { IntakeRulesBody } from './intake-rules/intake-rules';
import type { VersionRef } from './domain/versioned-document';
import type { PolicyBody, SlaRules } from './sla-policy/sla-rules';

/**
 * A version of a policy came out. Cases registered from `effectiveFrom` on fall under it; older ones keep theirs, unless `scope` says
 * otherwise.
 */
export type PolicyPublished = Publication<'PolicyPublished', PolicyBody>;

/**
 * A draft of a policy was put down, in place of the one before it. `draft` counts from 1. Its calendars have the versions that were the
 * newest then; a publication gives it those that are the newest by then.
 */
export type PolicyDrafted = DomainEvent<
  'PolicyDrafted',
  1,
  { readonly name: string; readonly draft: number; readonly effectiveFrom?: IsoInstant } & SlaRules
>;

/** A version of a policy was withdrawn: no new case falls under it from then on. It still explains what fell under it before. */
export type PolicyWithdrawn = DomainEvent<
  'PolicyWithdrawn',
  1,
  VersionRef & { /** Why: a code. */ readonly reason?: string }
>;

/** How a publication stands with those that it touches. `stopped`: its version was withdrawn before it was through. */
export const PUBLICATION_STATES = ['running', 'done', 'stopped'] as const;
export type PublicationState = (typeof PUBLICATION_STATES)[number];

/**
 * How far a publication has come with the cases that it touches, which are taken in the order of their ids. Whoever is killed goes on after
 * the last of these.
 */
export type PublicationProgressed = DomainEvent<
  'PublicationProgressed',
  1,
  VersionRef & {
    readonly state: PublicationState;
    /** How many cases there are to look at, as counted when it began. */
    readonly total: number;
    /** How many were looked at. */
    readonly done: number;
    /** In how many of them something has changed: targets chosen anew, or clocks judged again. */
    readonly changed: number;
    /** The last case that was looked at; null before the first. */
    readonly lastCaseId: string | null;
    /** Of `reassess`: of how many clocks the verdict was, and has become, which. */
    readonly verdicts?: readonly VerdictChange[];
  }
>;

/** So many clocks were judged one way, and are judged another way, or the same way, now. */
export interface VerdictChange {
  readonly judged: 'met' | 'missed' | 'closed';
  readonly now: 'met' | 'missed' | 'closed';
  readonly clocks: number;
}

/** The stream of how far a publication has come. */
export const publicationStream = ({ name, version }: VersionRef): string =>
  `publication-${name}-${String(version)}`;

/** The types of the events that the versions of a policy follow from. */
export const POLICY_EVENTS = { published: 'PolicyPublished', withdrawn: 'PolicyWithdrawn' } as const;

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

/** A version of a calendar was withdrawn: policies that are published from then on take the one before it. Those that name it keep it. */
export type CalendarWithdrawn = DomainEvent<
  'CalendarWithdrawn',
  1,
  CalendarRef & { /** Why: a code. */ readonly reason?: string }
>;

/** What the names of the streams of policies begin with. */
export const POLICY_STREAMS = 'policy-';

/** The stream of all versions of a policy. */
export const policyStream = (name: string): string => `${POLICY_STREAMS}${name}`;

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

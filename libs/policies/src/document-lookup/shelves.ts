import type { EventStore } from '@redress/event-store';
import type { AuthorityRules } from '../authority/authority-limits';
import type { ContactRules } from '../contact-policy/contact-policy';
import {
  authorityLimitsStream,
  contactPolicyStream,
  intakeRulesStream,
  POLICY_EVENTS,
  policyStream,
} from '../events';
import type { Version } from '../domain/versioned-document';
import type { IntakeRulesBody } from '../intake-rules/intake-rules';
import type { PolicyBody } from '../sla-policy/sla-rules';
import { DocumentShelf } from './document-shelf';

/** The published policies; in force is the one that new cases fall under. */
export class PolicyShelf extends DocumentShelf<PolicyBody> {
  constructor(store: EventStore, inForce: string) {
    super(
      {
        noun: 'policy',
        ...POLICY_EVENTS,
        stream: policyStream,
        asWritten: withoutCalendarVersions,
      },
      store,
      inForce,
    );
  }
}

/** The published contact policies; in force is the one by which customers are called. */
export class ContactPolicyShelf extends DocumentShelf<ContactRules> {
  constructor(store: EventStore, inForce: string) {
    super(
      { noun: 'contact policy', published: 'ContactPolicyPublished', stream: contactPolicyStream },
      store,
      inForce,
    );
  }
}

/** The published authority limits; in force are those by which remedies are approved. */
export class AuthorityShelf extends DocumentShelf<AuthorityRules> {
  constructor(store: EventStore, inForce: string) {
    super(
      { noun: 'authority limits', published: 'AuthorityLimitsPublished', stream: authorityLimitsStream },
      store,
      inForce,
    );
  }
}

/** The published intake rules; in force are those by which signals become cases. */
export class IntakeRulesShelf extends DocumentShelf<IntakeRulesBody> {
  constructor(store: EventStore, inForce: string) {
    super(
      { noun: 'intake rules', published: 'IntakeRulesPublished', stream: intakeRulesStream },
      store,
      inForce,
    );
  }
}

/** An author names calendars; their versions come with the publication. */
const withoutCalendarVersions = ({ rules, ...head }: Version<PolicyBody>) => ({
  ...head,
  rules: rules.map(({ match, targets }) => ({
    match,
    targets: targets.map(({ calendar, ...target }) => ({ ...target, calendar: calendar.name })),
  })),
});

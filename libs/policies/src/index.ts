export { readAuthorityFile } from './authority/authority-file';
export type { AuthorityLimit, AuthorityLimits } from './authority/authority-limits';
export { readCalendarFile } from './calendar/calendar-file';
export { CalendarLearningStore } from './calendar/calendar-learning-store';
export { learnCalendars, learnMissingCalendar } from './calendar/published-calendars';
export type { ContactPolicy, WallTime } from './contact-policy/contact-policy';
export { readContactPolicyFile } from './contact-policy/contact-policy-file';
export { PolicyFileError } from './document-file/located-yaml';
export { AuthorityShelf, ContactPolicyShelf, IntakeRulesShelf, PolicyShelf } from './document-lookup/shelves';
export * from './events';
export { ruleFor, type IntakeRule, type IntakeRules } from './intake-rules/intake-rules';
export { readIntakeRulesFile } from './intake-rules/intake-rules-file';
export { PoliciesModule, type DocumentsInForce } from './policies.module';
export { policyFile } from './publish-at-start/document-files';
export { publishDocuments } from './publish-at-start/publish-documents';
export { readDocuments, type Documents, type DocumentSettings } from './publish-at-start/read-documents';
export { PublishCalendar } from './publish-calendar/publish-calendar.command';
export {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
} from './publish-document/publish-document.command';
export { readPolicyFile, type PolicyFile } from './sla-policy/policy-file';

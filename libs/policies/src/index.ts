export { readAuthorityFile } from './authority/authority-file';
export type { AuthorityLimit, AuthorityLimits } from './authority/authority-limits';
export { readCalendarFile } from './calendar/calendar-file';
export { checkDocuments, type CheckedDocument, type DocumentNoun } from './check-documents/check-documents';
export { makeCalendar, type CalendarWish } from './make-calendar/make-calendar';
export { PUBLICATION_SCOPES, type PublicationScope } from './sla-policy/publication-terms';
export { ChangePolicy, type PolicyChange } from './change-policy/change-policy.command';
export { CalendarLearningStore } from './calendar/calendar-learning-store';
export { learnCalendars, learnMissingCalendar } from './calendar/published-calendars';
export type { ContactPolicy, WallTime } from './contact-policy/contact-policy';
export { readContactPolicyFile } from './contact-policy/contact-policy-file';
export { PolicyFileError } from './document-file/policy-file-error';
export { missedPublication } from './document-lookup/missed-publication';
export { AuthorityShelf, ContactPolicyShelf, IntakeRulesShelf, PolicyShelf } from './document-lookup/shelves';
export * from './events';
export { ruleFor, type IntakeRule, type IntakeRules } from './intake-rules/intake-rules';
export { readIntakeRulesFile } from './intake-rules/intake-rules-file';
export { PoliciesModule, type DocumentsInForce } from './policies.module';
export type {
  MailLanguage,
  NotificationDestination,
  NotificationRules,
} from './notification-rules/notification-rules';
export { readNotificationRulesFile } from './notification-rules/notification-rules-file';
export { notificationRulesFile, policyFile } from './publish-at-start/document-files';
export { packFiles } from './publish-at-start/pack-files';
export { endingCalendars } from './publish-at-start/ending-calendars';
export { publishDocuments } from './publish-at-start/publish-documents';
export { readDocuments, type Documents, type DocumentSettings } from './publish-at-start/read-documents';
export { POLICY_PROBLEMS } from './problems';
export { progressOf } from './publication-progress/publication-progress';
export { RecordProgress } from './publication-progress/record-progress.command';
export { PublishCalendar } from './publish-calendar/publish-calendar.command';
export {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishIntakeRules,
  PublishPolicy,
} from './publish-document/publish-document.command';
export { readPolicyFile, type PolicyFile } from './sla-policy/policy-file';
export { TRIAL_VERSION, TrialDocuments, type TrialTexts } from './trial/trial-documents';

export { readAuthorityFile } from './authority/authority-file';
export type { AuthorityLimit, AuthorityLimits } from './authority/authority-limits';
export { readCalendarFile } from './calendar/calendar-file';
export { learnCalendars } from './calendar/published-calendars';
export type { ContactPolicy, WallTime } from './contact-policy/contact-policy';
export { readContactPolicyFile } from './contact-policy/contact-policy-file';
export { PolicyFileError } from './document-file/located-yaml';
export { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from './document-lookup/shelves';
export * from './events';
export { PoliciesModule, type DocumentsInForce } from './policies.module';
export { PublishCalendar } from './publish-calendar/publish-calendar.command';
export {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishPolicy,
} from './publish-document/publish-document.command';
export { readPolicyFile, type PolicyFile } from './sla-policy/policy-file';

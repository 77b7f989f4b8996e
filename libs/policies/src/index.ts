export { readAuthorityFile } from './authority/authority-file';
export type { AuthorityLimit, AuthorityLimits } from './authority/authority-limits';
export type { ContactPolicy, WallTime } from './contact-policy/contact-policy';
export { readContactPolicyFile } from './contact-policy/contact-policy-file';
export { PolicyFileError } from './document-file/located-yaml';
export { AuthorityShelf, ContactPolicyShelf, PolicyShelf } from './document-lookup/shelves';
export * from './events';
export { PoliciesModule, type DocumentsInForce } from './policies.module';
export {
  PublishAuthorityLimits,
  PublishContactPolicy,
  PublishPolicy,
} from './publish-document/publish-document.command';
export { readPolicyFile } from './sla-policy/policy-file';

export type { PolicyDocument } from './domain/policy-decider';
export * from './events';
export { PolicyShelf } from './policy-lookup/policy-shelf';
export { PoliciesModule } from './policies.module';
export { PolicyFileError, readPolicyFile } from './policy-file';
export { PublishPolicy } from './publish-policy/publish-policy.command';

export { furtherOrigin, reactionOrigin, type Automation } from './automation';
export { AutomationRunner, type AutomationRunnerOptions, type AutomationStatus } from './automation-runner';
export { isAnswer, type AutomationReport, type RetryOutcome } from './automation-run';
export type {
  AutomationRecord,
  AutomationStep,
  AutomationStore,
  ParkedReaction,
  RefusedReaction,
} from './automation-store';

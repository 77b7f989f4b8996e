export { readDeadLetter, type DeadLetter } from './dead-letter';
export { IntakeConsumer, type IntakeConsumerOptions, type IntakeReport } from './intake-consumer';
export { redrive, type RedriveOptions, type RedriveOutcome } from './redrive';
export { intakeTopicDefinitions, type IntakeTopics } from './topics';

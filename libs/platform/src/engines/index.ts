export { createTopics } from './create-topics';
export { openEngines, readModelsCheck, type EngineOptions, type Engines } from './engines';
export { EnginesModule } from './engines.module';
export { journalDefinition, kafkaConnection, topicNames, type TopicNames } from './kafka';
export { openLog, type OpenLog } from './open-log';
export { hearProjections, startProjections, type ProjectionsOptions } from './projections';
export { startStateTopics, stateTopicDefinitions, stateTopicsCheck } from './state-topics';
export { relayCheck, startRelay } from './relay';
export { repartition } from './repartition';

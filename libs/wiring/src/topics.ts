import { intakeTopicDefinitions } from '@redress/intake/kafka';
import {
  createTopics,
  journalDefinition,
  stateTopicDefinitions,
  topicNames,
  type KafkaSettings,
  type Settings,
} from '@redress/platform';
import { PROJECTIONS } from './projections';

/** Every topic of Redress, as it must be. `partitions`: of all but the dead letters, which have one. */
export const topicDefinitions = (kafka: KafkaSettings, partitions: number) => [
  journalDefinition(kafka, partitions),
  ...stateTopicDefinitions(kafka, PROJECTIONS, partitions),
  ...intakeTopicDefinitions(topicNames(kafka), partitions),
];

/**
 * Makes every topic that is not there yet; gives a line on each. Throws a StartupError where brokers can't be had, or a topic is there and
 * not as it must be.
 */
export const makeTopics = (
  settings: Pick<Settings, 'kafka' | 'feedPartitions'>,
  replicationFactor?: number,
): Promise<string[]> =>
  createTopics(settings, (kafka) => topicDefinitions(kafka, settings.feedPartitions), replicationFactor);

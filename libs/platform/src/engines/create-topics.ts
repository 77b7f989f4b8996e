import { ensureTopic, type TopicDefinition } from '@redress/kafka';
import type { KafkaSettings } from '../config/kafka-settings';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { asStartupError, kafkaConnection } from './kafka';

/**
 * Makes the topics that are not there yet; gives a line on each. Throws a StartupError where brokers can't be had, or a topic is there and
 * not as it must be.
 */
export async function createTopics(
  { kafka }: Pick<Settings, 'kafka'>,
  definitions: (kafka: KafkaSettings) => readonly TopicDefinition[],
  replicationFactor?: number,
): Promise<string[]> {
  if (kafka === undefined)
    throw new StartupError(
      'KAFKA_BROKERS',
      '(not set)',
      'Say where the brokers are: host:port, several with commas.',
    );
  const connection = kafkaConnection(kafka, 'redress-topics');
  const lines: string[] = [];
  try {
    for (const definition of definitions(kafka)) {
      const outcome = await ensureTopic(connection, {
        ...definition,
        ...(replicationFactor === undefined ? {} : { replicationFactor }),
      });
      lines.push(`${outcome} ${definition.topic}: ${String(definition.partitions)} partitions`);
    }
  } catch (error) {
    throw asStartupError(kafka, error);
  }
  return lines;
}

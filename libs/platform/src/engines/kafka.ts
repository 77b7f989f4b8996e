import { KafkaEventFeed, type KafkaEventFeedOptions } from '@redress/event-feed/kafka';
import { KEPT_FOR_EVER, TopicRefused, type KafkaConnection, type TopicDefinition } from '@redress/kafka';
import type { KafkaSettings } from '../config/kafka-settings';
import { StartupError } from '../config/startup-error';

/** Every topic of an installation, by what it is for. */
export interface TopicNames {
  /** Every event, for ever. */
  readonly journal: string;
  /** What outside systems hand in. */
  readonly intake: string;
  /** What of it could not be taken, with the reason. */
  readonly deadLetter: string;
}

export const topicNames = ({ topicPrefix }: Pick<KafkaSettings, 'topicPrefix'>): TopicNames => ({
  journal: `${topicPrefix}events.v1`,
  intake: `${topicPrefix}intake.v1`,
  deadLetter: `${topicPrefix}intake.dead-letter.v1`,
});

/** The journal as it must be. */
export const journalDefinition = (settings: KafkaSettings, partitions: number): TopicDefinition => ({
  topic: topicNames(settings).journal,
  partitions,
  config: KEPT_FOR_EVER,
});

/** How a process speaks to the brokers; `clientId` is by what their logs know it. */
export const kafkaConnection = (
  { brokers, tls, sasl }: KafkaSettings,
  clientId: string,
): KafkaConnection => ({
  brokers,
  clientId,
  tls,
  ...(sasl === undefined ? {} : { sasl }),
});

/** The feed from Kafka. Throws StartupError where no broker answers, or the journal is not there or not that of the store. */
export async function openKafkaFeed(
  settings: KafkaSettings,
  options: Pick<KafkaEventFeedOptions, 'store' | 'onFailure' | 'onForeign' | 'publishedAt'> & {
    readonly clientId: string;
  },
): Promise<KafkaEventFeed> {
  try {
    return await KafkaEventFeed.open({
      ...options,
      ...kafkaConnection(settings, options.clientId),
      topic: topicNames(settings).journal,
      groupPrefix: settings.topicPrefix,
    });
  } catch (error) {
    throw asStartupError(settings, error);
  }
}

/** What an operator is told where the brokers or a topic could not be had at the start. */
export function asStartupError(settings: KafkaSettings, error: unknown): StartupError {
  const brokers = settings.brokers.join(',');
  if (error instanceof TopicRefused) {
    const mend = `On these brokers ${error.message}. Topics are made by: npm run topics -- create`;
    return new StartupError('KAFKA_BROKERS', brokers, mend);
  }
  const reason = error instanceof Error ? error.message : String(error);
  const mend = `No broker can be used: ${reason}. Look whether they run, and whether KAFKA_TLS and KAFKA_SASL_* fit them.`;
  return new StartupError('KAFKA_BROKERS', brokers, mend);
}

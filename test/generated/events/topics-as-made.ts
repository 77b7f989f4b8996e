import { readSettings, topicNames } from '@redress/platform';
import { topicDefinitions } from '@redress/wiring';

/** As every setting is by default but the one without which there are no topics. */
const { kafka, feedPartitions } = readSettings({ KAFKA_BROKERS: '127.0.0.1:9092' });
if (kafka === undefined) throw new Error('no brokers are named');

export const DEFAULT_PREFIX = kafka.topicPrefix;

export const DEFAULT_TOPICS = topicNames(kafka);

/** The topics that `npm run topics -- create` makes by default: name → settings by Kafka's names. */
export const TOPICS_AS_MADE: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  topicDefinitions(kafka, feedPartitions).map(({ topic, config }) => [topic, config]),
);

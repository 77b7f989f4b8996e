import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaClient, protocolError, type KafkaConnection } from './kafka-client';
import { openTopic, TopicRefused } from './topic';
import { TopicLog } from './topic-log';

/** A topic as it must be. */
export interface TopicDefinition {
  readonly topic: string;
  /** For good: the place of a key depends on it. */
  readonly partitions: number;
  /** On how many brokers each partition lies; default: as the cluster has it. */
  readonly replicationFactor?: number;
  /** Settings by Kafka's names, whatever the cluster does by default. */
  readonly config: Readonly<Record<string, string>>;
}

/** A log that is kept for ever. */
export const KEPT_FOR_EVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };

/** As kafkajs names it in its protocol: the cluster's default. */
const CLUSTER_DEFAULT = -1;

/** Kafka's number for topics among the things that have settings. */
const TOPIC_RESOURCE = 2;

/** How long the cluster may take to make a topic, and then again for all brokers to know it, in ms. */
const CREATE_WITHIN_MS = 10_000;

/** Makes a topic, and waits until it can be used. Throws where it exists: its settings would be those of whoever made it. */
export async function createTopic(connection: KafkaConnection, definition: TopicDefinition): Promise<void> {
  await onController(connection, (client) => create(client, definition));
}

/**
 * Makes a topic where it is not there. Throws TopicRefused where it is there with another number of partitions or other settings: nothing is
 * changed then.
 */
export async function ensureTopic(
  connection: KafkaConnection,
  definition: TopicDefinition,
): Promise<'created' | 'present'> {
  return onController(connection, async (client) => {
    try {
      await create(client, definition);
      return 'created';
    } catch (error) {
      if (protocolError(error) !== 'TOPIC_ALREADY_EXISTS') throw error;
      await mustBeAsDefined(client, definition);
      return 'present';
    }
  });
}

async function onController<Answer>(
  connection: KafkaConnection,
  work: (client: KafkaClient) => Promise<Answer>,
): Promise<Answer> {
  const client = new KafkaClient(connection);
  try {
    await client.cluster.connect();
    await client.cluster.refreshMetadata();
    return await work(client);
  } finally {
    await client.close();
  }
}

async function create(client: KafkaClient, definition: TopicDefinition): Promise<void> {
  const { topic, partitions, replicationFactor, config } = definition;
  const controller = await client.cluster.findControllerBroker();
  await controller.createTopics({
    topics: [
      {
        topic,
        numPartitions: partitions,
        replicationFactor: replicationFactor ?? CLUSTER_DEFAULT,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      },
    ],
    timeout: CREATE_WITHIN_MS,
  });
  await readyToUse(client, definition);
}

/**
 * Brokers learn of a new topic, and take up its partitions, a moment after it was made: whoever comes right after it is to find it ready.
 */
async function readyToUse(client: KafkaClient, { topic, partitions }: TopicDefinition): Promise<void> {
  const log = new TopicLog(client, topic);
  const giveUpAt = Date.now() + CREATE_WITHIN_MS;
  for (;;) {
    try {
      await openTopic(client, topic);
      await client.cluster.refreshMetadata();
      for (let partition = 0; partition < partitions; partition++) await log.range(partition);
      return;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(20);
    }
  }
}

async function mustBeAsDefined(client: KafkaClient, definition: TopicDefinition): Promise<void> {
  const { topic, partitions, config } = definition;
  const found = await openTopic(client, topic);
  if (found.partitions !== partitions) {
    throw new TopicRefused(
      `the topic ${topic} has ${String(found.partitions)} partitions instead of ${String(partitions)}: keys would have other places`,
    );
  }
  const controller = await client.cluster.findControllerBroker();
  const { resources } = await controller.describeConfigs({
    resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: Object.keys(config) }],
  });
  const settings = new Map(
    resources
      .flatMap(({ configEntries }) => configEntries)
      .map(({ configName, configValue }) => [configName, configValue]),
  );
  const wrong = Object.entries(config)
    .filter(([name, value]) => settings.get(name) !== value)
    .map(([name, value]) => `${name} is ${settings.get(name) ?? 'not set'} instead of ${value}`);
  if (wrong.length > 0) throw new TopicRefused(`the topic ${topic} has other settings: ${wrong.join(', ')}`);
}

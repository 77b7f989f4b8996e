import { PostgresRelayLeases } from '@redress/event-feed/postgres';
import type { TopicDefinition } from '@redress/kafka';
import {
  StateOutbox,
  StateTopicPublisher,
  stateTopics,
  type Projection,
  type StateTopicReport,
} from '@redress/read-model';
import { KafkaStateTopics, STATE_TOPIC_CONFIG } from '@redress/read-model/kafka';
import type { Logger } from 'pino';
import type { KafkaSettings } from '../config/kafka-settings';
import type { HealthCheck } from '../http/health';
import { observeStateTopics } from '../telemetry';
import type { Engines } from './engines';
import { kafkaConnection } from './kafka';
import { publishingCheck } from './publishing-check';

/** For the lease, the outbox, and what is read meanwhile. */
const PUBLISHER_CONNECTIONS = 3;

/** The state topics as they must be: what is published of the projections. */
export const stateTopicDefinitions = (
  { topicPrefix }: KafkaSettings,
  projections: readonly Projection[],
  partitions: number,
): readonly TopicDefinition[] =>
  stateTopics(projections).map(({ address }) => ({
    topic: `${topicPrefix}${address}`,
    partitions,
    config: STATE_TOPIC_CONFIG,
  }));

/** Publishes the state that the rows of the projections show, until the engines stop; or waits while another process does. */
export function startStateTopics(
  engines: Engines,
  {
    kafka,
    projections,
    logger,
  }: { readonly kafka: KafkaSettings; readonly projections: readonly Projection[]; readonly logger: Logger },
): StateTopicPublisher {
  const pool = engines.pool(PUBLISHER_CONNECTIONS);
  const publisher = StateTopicPublisher.start({
    outbox: new StateOutbox({ pool, projections }),
    sink: new KafkaStateTopics({ ...kafkaConnection(kafka, 'redress-state'), prefix: kafka.topicPrefix }),
    leases: new PostgresRelayLeases({ pool, topic: `${kafka.topicPrefix}state` }),
    signals: engines.signals,
    report: (report) => {
      logReport(logger, report);
    },
  });
  observeStateTopics(publisher);
  engines.endFirst(() => publisher.stop());
  return publisher;
}

/** Well as long as this publisher publishes, or waits for another one that does. */
export const stateTopicsCheck = (publisher: StateTopicPublisher): HealthCheck =>
  publishingCheck('state-topics', publisher);

function logReport(logger: Logger, report: StateTopicReport): void {
  switch (report.kind) {
    case 'leading':
    case 'filling':
      logger.info(report, 'this process publishes the state topics now');
      return;
    case 'failed':
      logger.warn({ err: report.error }, 'the state topics are tried again');
      return;
    case 'published':
      logger.debug(report, 'states were published');
      return;
  }
}

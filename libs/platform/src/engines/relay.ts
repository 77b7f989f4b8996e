import { tellRelayProgress } from '@redress/event-feed';
import { KafkaRelay, type RelayReport } from '@redress/event-feed/kafka';
import { PostgresRelayLeases } from '@redress/event-feed/postgres';
import type { Logger } from 'pino';
import type { KafkaSettings } from '../config/kafka-settings';
import type { HealthCheck } from '../http/health';
import { countRelayed, observeRelay } from '../telemetry';
import type { Engines } from './engines';
import { kafkaConnection, topicNames } from './kafka';
import { publishingCheck } from './publishing-check';

/** For the lease and the checkpoint. */
const RELAY_CONNECTIONS = 2;

/** Publishes the events of the store to the journal, until the engines stop; or waits while another relay does. */
export function startRelay(
  engines: Engines,
  { kafka, logger }: { readonly kafka: KafkaSettings; readonly logger: Logger },
): KafkaRelay {
  const topic = topicNames(kafka).journal;
  const relay = KafkaRelay.start({
    ...kafkaConnection(kafka, 'redress-relay'),
    store: engines.store,
    topic,
    leases: new PostgresRelayLeases({ pool: engines.pool(RELAY_CONNECTIONS), topic }),
    onCaughtUp: (storeAt) => {
      tellRelayProgress(engines.channels, topic, storeAt);
    },
    report: (report) => {
      countRelayed(report);
      logReport(logger, report);
    },
  });
  observeRelay(relay);
  engines.endFirst(() => relay.stop());
  return relay;
}

/** Well as long as this relay publishes, or waits for another one that does. */
export const relayCheck = (relay: KafkaRelay): HealthCheck => publishingCheck('relay', relay);

function logReport(logger: Logger, report: RelayReport): void {
  switch (report.kind) {
    case 'leading':
      logger.info(report, 'this relay publishes now');
      return;
    case 'rewriting':
      logger.warn(report, 'the topic has lost what was acknowledged: it is written again');
      return;
    case 'refused':
      logger.error({ err: report.error }, 'the topic is not the one that it was: nothing is published');
      return;
    case 'failed':
      logger.warn({ err: report.error }, 'the relay tries again');
      return;
    case 'published':
      logger.debug(report, 'events were published');
      return;
  }
}

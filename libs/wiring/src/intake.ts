import type { InboundDesk } from '@redress/intake';
import {
  IntakeConsumer,
  redrive,
  type IntakeReport,
  type RedriveOptions,
  type RedriveOutcome,
} from '@redress/intake/kafka';
import { kafkaConnection, topicNames, type Engines, type KafkaSettings } from '@redress/platform';
import type { Logger } from 'pino';

/** Takes what is handed in on the intake topic, until the engines stop. */
export function startIntake(
  desk: InboundDesk,
  {
    engines,
    kafka,
    logger,
  }: { readonly engines: Engines; readonly kafka: KafkaSettings; readonly logger: Logger },
): IntakeConsumer {
  const consumer = IntakeConsumer.start({
    ...kafkaConnection(kafka, 'redress-intake'),
    topics: topicNames(kafka),
    groupPrefix: kafka.topicPrefix,
    desk,
    report: (report) => {
      logReport(logger, report);
    },
  });
  engines.endFirst(() => consumer.stop());
  return consumer;
}

/** Puts dead letters back on the intake topic, each once. */
export const redriveIntake = (
  kafka: KafkaSettings,
  options: Pick<RedriveOptions, 'code' | 'source' | 'dryRun' | 'onLetter'>,
): Promise<RedriveOutcome> =>
  redrive({
    ...kafkaConnection(kafka, 'redress-topics'),
    topics: topicNames(kafka),
    groupPrefix: kafka.topicPrefix,
    ...options,
  });

function logReport(logger: Logger, report: IntakeReport): void {
  switch (report.kind) {
    case 'dead-lettered': {
      const { error, ...where } = report;
      logger.warn(
        { ...where, err: error },
        'a message that was handed in can not be taken: it lies in the dead-letter topic',
      );
      return;
    }
    case 'missing':
      logger.error(report, 'messages were gone from the intake topic before they were read');
      return;
    case 'failed': {
      const { error, ...where } = report;
      logger.warn({ ...where, err: error }, 'the intake tries again');
      return;
    }
    case 'sharing':
      logger.info(report, 'this process reads these partitions of the intake topic');
      return;
  }
}

import type { EventStore } from '@redress/event-store';
import {
  ProjectionRunner,
  ReadModelBroadcast,
  ReadModelListener,
  type Learn,
  type Projection,
  type RunnerReport,
} from '@redress/read-model';
import type { Logger } from 'pino';
import { observeProjections } from '../telemetry';
import type { Engines } from './engines';

/** Connections for writing rows, so that no question waits for them. */
const PROJECTION_CONNECTIONS = 8;
/** To look up the checkpoints now and then. */
const LISTENER_CONNECTIONS = 1;

export interface ProjectionsOptions {
  readonly projections: readonly Projection[];
  readonly logger: Logger;
  /** Finds out, from the store, what a fold failed for want of. */
  readonly learn: (store: EventStore) => Learn;
}

/** Keeps read models in this process, until the engines stop. */
export async function startProjections(
  engines: Engines,
  { projections, logger, learn }: ProjectionsOptions,
): Promise<ProjectionRunner> {
  const runner = new ProjectionRunner({
    pool: engines.pool(PROJECTION_CONNECTIONS, { pipeline: true }),
    feed: engines.feed,
    projections,
    learn: learn(engines.store),
    signals: engines.signals,
    report: (report) => {
      logReport(logger, report);
    },
  });
  const { channels, signals } = engines;
  const onFailure = (error: unknown): void => {
    logger.warn({ err: error }, 'how far the read models are could not be told');
  };
  const broadcast = ReadModelBroadcast.start({ channels, signals, onFailure });
  engines.endFirst(() => broadcast.stop());
  // Before the broadcast, which tells of its last commits too.
  engines.endFirst(() => runner.stop());
  await runner.start();
  observeProjections(engines.readModel, projections);
  const retrying = retryParked(runner, projections, logger);
  engines.endFirst(() => retrying);
  return runner;
}

/** What is parked is taken up at each start: what was wrong may have been mended. */
async function retryParked(
  runner: ProjectionRunner,
  projections: readonly Projection[],
  logger: Logger,
): Promise<void> {
  for (const { name } of projections) {
    try {
      const { applied } = await runner.retryParked(name);
      if (applied > 0) logger.info({ projection: name, applied }, 'parked events were applied');
    } catch (error) {
      logger.warn({ projection: name, err: error }, 'parked events could not be taken up');
    }
  }
}

/** Hears how far the read models are that other processes keep, until the engines stop. */
export function hearProjections(engines: Engines, logger: Logger): void {
  const { channels, signals } = engines;
  const onFailure = (error: unknown): void => {
    logger.warn({ err: error }, 'how far the read models are could not be heard');
  };
  const pool = engines.pool(LISTENER_CONNECTIONS);
  const listener = ReadModelListener.start({ channels, pool, signals, onFailure });
  engines.endFirst(() => listener.stop());
}

function logReport(logger: Logger, report: RunnerReport): void {
  switch (report.kind) {
    case 'parked':
      logger.error(report, 'an event can not be applied and is parked, with all later ones of its case');
      return;
    case 'rebuilding':
    case 'switched':
      logger.info(report, 'a projection is being rebuilt');
      return;
    case 'failed':
      logger.warn({ projection: report.projection, err: report.error }, 'a projection tries again');
      return;
  }
}

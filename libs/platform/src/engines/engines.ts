import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AutomationStore } from '@redress/automation';
import type { EventFeed } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import type { EventStore } from '@redress/event-store';
import { eventStoreMigrations, PostgresEventStore } from '@redress/event-store/postgres';
import type { HealthCheck } from '../http/health';
import type { Clock } from '@redress/kernel';
import type { PersonalData } from '@redress/personal-data';
import {
  loadMasterKey,
  MasterKeyError,
  personalDataMigrations,
  PostgresPersonalData,
} from '@redress/personal-data/postgres';
import {
  CommitSignals,
  ProjectionRunner,
  ReadModel,
  readModelMigrations,
  type Projection,
  type RunnerReport,
} from '@redress/read-model';
import type { Logger } from 'pino';
import { automationMigrations, PostgresAutomationStore } from '@redress/automation/postgres';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { migrate, openPool, pingDatabase, startDatabase } from '../database';

/** What an app runs on. */
export interface Engines {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly readModel: ReadModel;
  readonly projections: ProjectionRunner;
  readonly personalData: PersonalData;
  readonly automationStore: AutomationStore;
  /** For fingerprints of command bodies; the same for all processes that share MASTER_KEY. */
  readonly fingerprintKey: Buffer;
  readonly healthChecks: readonly HealthCheck[];
  /** Where the data lie, in words. */
  readonly dataDescription: string;
  /** In order: the projections, the feed, the store, the database. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly projections: readonly Projection[];
  readonly logger: Logger;
  /** What the projections need to know before they fold the first event. */
  readonly beforeProjections?: (store: EventStore) => Promise<void>;
  /** The data now belong to another process. */
  readonly onLost?: (error: StartupError) => void;
}

/** Connections that questions and personal data may hold; the others have their own, so that none waits for the other. */
const QUESTION_CONNECTIONS = 10;
const PROJECTION_CONNECTIONS = 6;
const AUTOMATION_CONNECTIONS = 2;

/**
 * Machine time since a projection had last handled all there was, beyond which this process calls itself not ready: five seconds behind, on
 * top of the five between two looks at a quiet log.
 */
const STALE_MS = 10_000;

/** Starts the database, migrates it, and opens what runs on it. Throws a StartupError that names the setting and the mend. */
export async function startEngines(options: EngineOptions): Promise<Engines> {
  const { settings, clock, projections, logger } = options;
  const database = await startDatabase(settings, {
    note: (line) => {
      logger.info(line);
    },
    ...(options.onLost === undefined ? {} : { lost: options.onLost }),
  });
  const stops: (() => Promise<void>)[] = [() => database.stop()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    await mkdir(settings.dataDir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw new StartupError(
        'DATA_DIR',
        settings.dataDir,
        `This folder can't be made: ${String(error)}. Give one that can.`,
      );
    });
    await migrate(database.url, [
      eventStoreMigrations,
      personalDataMigrations,
      readModelMigrations,
      automationMigrations,
    ]);
    const pool = (max: number) => {
      const opened = openPool(database.url, max, (error) => {
        logger.warn({ err: error }, 'an idle database connection broke');
      });
      stops.push(() => opened.end());
      return opened;
    };
    const questions = pool(QUESTION_CONNECTIONS);
    const store = new PostgresEventStore(database.url, clock);
    stops.push(() => store.close());
    const masterKey = await loadMasterKey({
      ...(settings.masterKey === undefined ? {} : { configured: settings.masterKey }),
      file: join(settings.dataDir, 'master.key'),
    });
    const personalData = await PostgresPersonalData.open({
      pool: questions,
      masterKey,
      clock,
      erasureFile: join(settings.dataDir, 'erasures'),
    });
    const feed = new LocalEventFeed(store, {
      partitions: settings.feedPartitions,
      onFailure: ({ error, ...where }) => {
        logger.warn({ err: error, ...where }, 'the feed tries again');
      },
    });
    stops.push(() => feed.close());
    const signals = new CommitSignals();
    const runner = new ProjectionRunner({
      pool: pool(PROJECTION_CONNECTIONS),
      feed,
      projections,
      signals,
      report: (report) => {
        logReport(logger, report);
      },
    });
    stops.push(() => runner.stop());
    await options.beforeProjections?.(store);
    await runner.start();
    const readModel = new ReadModel({ pool: questions, signals });
    return {
      store,
      feed,
      readModel,
      projections: runner,
      personalData,
      automationStore: new PostgresAutomationStore(pool(AUTOMATION_CONNECTIONS)),
      fingerprintKey: Buffer.from(hkdfSync('sha256', masterKey, '', 'redress command fingerprint', 32)),
      healthChecks: healthChecks(questions, readModel, projections),
      dataDescription: database.description,
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error instanceof MasterKeyError
      ? new StartupError('MASTER_KEY', '(not shown)', error.message)
      : error;
  }
}

const healthChecks = (
  pool: ReturnType<typeof openPool>,
  readModel: ReadModel,
  projections: readonly Projection[],
): HealthCheck[] => [
  {
    name: 'database',
    check: async () =>
      (await pingDatabase(pool)) ? { ok: true } : { ok: false, reason: 'the database gives no answer' },
  },
  {
    name: 'read-models',
    check: () => {
      const late = projections
        .filter(({ name }) => (readModel.freshness(name) ?? Infinity) > STALE_MS)
        .map(({ name }) => name);
      return Promise.resolve(
        late.length === 0
          ? { ok: true }
          : { ok: false, reason: `behind the event store: ${late.join(', ')}` },
      );
    },
  },
];

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

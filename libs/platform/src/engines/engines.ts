import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AutomationStore } from '@redress/automation';
import { automationMigrations, PostgresAutomationStore } from '@redress/automation/postgres';
import { RelayProgress, type Channels, type EventFeed, type FeedFailure } from '@redress/event-feed';
import { LocalEventFeed } from '@redress/event-feed/local';
import { eventFeedMigrations, PostgresChannels } from '@redress/event-feed/postgres';
import type { EventStore } from '@redress/event-store';
import { eventStoreMigrations } from '@redress/event-store/postgres';
import { VirtualClock, type Clock } from '@redress/kernel';
import type { NotificationOutbox } from '@redress/notifications';
import { notificationMigrations, PostgresNotificationOutbox } from '@redress/notifications/postgres';
import type { PersonalData } from '@redress/personal-data';
import {
  loadMasterKey,
  MasterKeyError,
  personalDataMigrations,
  PostgresPersonalData,
} from '@redress/personal-data/postgres';
import { CommitSignals, ReadModel, readModelMigrations, type Projection } from '@redress/read-model';
import type { Logger } from 'pino';
import type { Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { databaseNow, migrate, openPool, pingDatabase, startDatabase } from '../database';
import type { HealthCheck } from '../http/health';
import { startTelemetry, type Telemetry } from '../telemetry';
import { ClockGuard } from './clock-guard';
import { FeedTrouble } from './feed-trouble';
import { openKafkaFeed, topicNames } from './kafka';
import { openEventStore } from './open-event-store';

/** What a process of Redress runs on. */
export interface Engines {
  readonly store: EventStore;
  readonly feed: EventFeed;
  readonly feedTrouble: FeedTrouble;
  readonly readModel: ReadModel;
  /** What processes tell one another in passing. */
  readonly channels: Channels;
  /** How far the rows are that questions are answered from, as far as it was told. */
  readonly signals: CommitSignals;
  readonly personalData: PersonalData;
  readonly automationStore: AutomationStore;
  readonly notifications: NotificationOutbox;
  /** For fingerprints of command bodies; the same for all processes that share MASTER_KEY. */
  readonly fingerprintKey: Buffer;
  /** What the process tells of itself. */
  readonly telemetry: Telemetry;
  /** Whether the database answers, and the clock of this process is right by the database's. */
  readonly checks: readonly HealthCheck[];
  /** Where the data lie, in words. */
  readonly dataDescription: string;
  /** So many connections for one purpose; they end with the engines. */
  pool(max: number, options?: { readonly pipeline: boolean }): ReturnType<typeof openPool>;
  /** Has something that runs on the engines end before them, and before whatever was named earlier. */
  endFirst(end: () => Promise<void>): void;
  /** Ends everything, last come first. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What kind of process it is, for brokers and metrics: `redress-relay`. */
  readonly service: string;
  /** The data now belong to another process. */
  readonly onLost?: (error: StartupError) => void;
}

/** Connections that questions and personal data may hold; the others have their own, so that none waits for the other. */
const QUESTION_CONNECTIONS = 10;
const AUTOMATION_CONNECTIONS = 2;
const NOTIFICATION_CONNECTIONS = 2;
/** It listens for as long as the process lives. */
const CHANNEL_CONNECTIONS = 1;

/**
 * Machine time since a projection had last handled all there was, beyond which this process calls itself not ready: five seconds behind, on
 * top of the four between two looks at a quiet log.
 */
const STALE_MS = 10_000;

/** Starts the database, migrates it, and opens what runs on it. Throws a StartupError that names the setting and the mend. */
export async function openEngines(options: EngineOptions): Promise<Engines> {
  const { settings, clock, logger, service } = options;
  const telemetry = startTelemetry({
    service,
    instance: `${hostname()}-${String(process.pid)}`,
    logger,
    ...(settings.otlpEndpoint === undefined ? {} : { otlpEndpoint: settings.otlpEndpoint }),
  });
  const stops: (() => Promise<void>)[] = [() => telemetry.stop()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const database = await startDatabase(settings, {
      note: (line) => {
        logger.info(line);
      },
      ...(options.onLost === undefined ? {} : { lost: options.onLost }),
    });
    stops.push(() => database.stop());
    await makeDataDir(settings.dataDir);
    await migrate(database.url, [
      eventStoreMigrations,
      personalDataMigrations,
      readModelMigrations,
      automationMigrations,
      notificationMigrations,
      eventFeedMigrations,
    ]);
    const pool = (max: number, poolOptions?: { readonly pipeline: boolean }) => {
      const onBroken = (error: Error): void => {
        logger.warn({ err: error }, 'an idle database connection broke');
      };
      const opened = openPool(database.url, max, onBroken, poolOptions);
      stops.push(() => opened.end());
      return opened;
    };
    const questions = pool(QUESTION_CONNECTIONS);
    const log = await openEventStore(settings, database.url, clock);
    stops.push(() => log.close());
    // One that is moved by hand tells another time than the database, and is meant to.
    const clockGuard =
      clock instanceof VirtualClock ? undefined : new ClockGuard(clock, () => databaseNow(questions));
    const store = clockGuard?.guard(log) ?? log;
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
    const channels = await PostgresChannels.open({
      pool: pool(CHANNEL_CONNECTIONS),
      onFailure: (error) => {
        logger.warn({ err: error }, 'what processes tell one another is opened again');
      },
    });
    stops.push(() => channels.close());
    const feedTrouble = new FeedTrouble();
    const feed = await openFeed(options, store, channels, feedTrouble);
    stops.push(() => feed.close());
    const signals = new CommitSignals();
    return {
      store,
      feed,
      feedTrouble,
      readModel: new ReadModel({ pool: questions, signals }),
      channels,
      signals,
      personalData,
      automationStore: new PostgresAutomationStore(pool(AUTOMATION_CONNECTIONS)),
      notifications: new PostgresNotificationOutbox(pool(NOTIFICATION_CONNECTIONS)),
      fingerprintKey: Buffer.from(hkdfSync('sha256', masterKey, '', 'redress command fingerprint', 32)),
      telemetry,
      checks: [databaseCheck(questions), ...(clockGuard === undefined ? [] : [clockGuard])],
      dataDescription: database.description,
      pool,
      endFirst: (end) => stops.push(end),
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error instanceof MasterKeyError
      ? new StartupError('MASTER_KEY', '(not shown)', error.message)
      : error;
  }
}

const databaseCheck = (pool: ReturnType<typeof openPool>): HealthCheck => ({
  name: 'database',
  check: async () =>
    (await pingDatabase(pool)) ? { ok: true } : { ok: false, reason: 'the database gives no answer' },
});

/** Whether every read model is up to date, as far as this process can know. */
export const readModelsCheck = (
  { readModel, feedTrouble }: Pick<Engines, 'readModel' | 'feedTrouble'>,
  projections: readonly Projection[],
): HealthCheck =>
  feedTrouble.explains({
    name: 'read-models',
    check: () => {
      const late = projections
        .filter(({ name }) => (readModel.freshness(name) ?? Infinity) > STALE_MS)
        .map(({ name }) => name);
      if (late.length === 0) return Promise.resolve({ ok: true });
      return Promise.resolve({ ok: false, reason: `behind the event store: ${late.join(', ')}` });
    },
  });

/** Where `settings.kafka` says so from Kafka, else from the store within this process. */
function openFeed(
  { settings, logger, service }: EngineOptions,
  store: EventStore,
  channels: Channels,
  trouble: FeedTrouble,
): Promise<EventFeed> {
  const { kafka, feedPartitions: partitions } = settings;
  const onFailure = (failure: FeedFailure): void => {
    trouble.note(failure);
    const { error, ...where } = failure;
    logger.warn({ err: error, ...where }, 'the feed tries again');
  };
  if (kafka === undefined) return Promise.resolve(new LocalEventFeed(store, { partitions, onFailure }));
  const progress = new RelayProgress(channels, topicNames(kafka).journal);
  return openKafkaFeed(kafka, {
    clientId: service,
    store,
    onFailure,
    onForeign: ({ error, ...where }) => {
      logger.error(
        { err: error, ...where },
        'somebody else writes to the journal: a record that is no event is passed over',
      );
    },
    publishedAt: (by) => progress.publishedAt(by),
  });
}

async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new StartupError(
      'DATA_DIR',
      dataDir,
      `This folder can't be made: ${String(error)}. Give one that can.`,
    );
  });
}

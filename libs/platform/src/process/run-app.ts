import type { Logger } from 'pino';
import { readSettings, type Settings } from '../config/settings';
import { StartupError } from '../config/startup-error';
import { createLogger } from '../logging';

/** A process of Redress that has started. */
export interface RunningApp {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Finishes what is in hand and ends everything that was started. */
  stop(): Promise<void>;
}

/** What an app is started with. */
export interface AppStart {
  readonly settings: Settings;
  readonly logger: Logger;
  /** The data now belong to another process: this one must end. */
  readonly onLost: (error: StartupError) => void;
}

export interface AppOptions<App extends RunningApp> {
  readonly start: (given: AppStart) => Promise<App>;
  /** What to print once it runs. */
  readonly greet: (app: App, settings: Settings) => string;
  /** Errors, beside StartupError, whose message says all that an operator needs. */
  readonly isMendable?: (error: Error) => boolean;
}

/** Runs an app as this process: reads the settings, says where it runs, and stops it in order on Ctrl-C or SIGTERM. */
export function runApp<App extends RunningApp>({ start, greet, isMendable }: AppOptions<App>): void {
  /** One line that names the setting and the mend; never a stack trace for what an operator can put right. */
  const fail = (error: unknown): never => {
    const isKnown = error instanceof StartupError || (error instanceof Error && isMendable?.(error) === true);
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${isKnown ? error.message : `Redress can't start: ${told}`}\n`);
    process.exit(1);
  };

  const run = async (): Promise<void> => {
    const settings = readSettings();
    const logger = createLogger({ level: settings.logLevel });
    const app = await start({ settings, logger, onLost: fail });
    process.stdout.write(greet(app, settings));

    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      process.stdout.write('\nfinishing what is in hand; press Ctrl-C again to leave at once\n');
      app.stop().then(() => process.exit(0), fail);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  };

  run().catch(fail);
}

/**
 * Settings of a process that shares its work with others. Throws a StartupError where they would not meet: on a database of its own, or
 * without Kafka between them.
 */
export function sharedSettings(settings: Settings): SharedSettings {
  const { databaseUrl, kafka } = settings;
  if (databaseUrl === undefined) {
    const mend =
      'Processes of their own need one PostgreSQL for all. Give its URL, or run all in one: npm start';
    throw new StartupError('DATABASE_URL', '(not set)', mend);
  }
  if (kafka === undefined) {
    const mend = 'Processes of their own meet over Kafka. Give its brokers, or run all in one: npm start';
    throw new StartupError('KAFKA_BROKERS', '(not set)', mend);
  }
  return { ...settings, databaseUrl, kafka };
}

/** Settings in which the engines that processes share are named. */
export type SharedSettings = Settings & Required<Pick<Settings, 'databaseUrl' | 'kafka'>>;

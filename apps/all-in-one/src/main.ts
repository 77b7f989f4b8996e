import { PolicyFileError } from '@redress/policies';
import { createLogger, readSettings, StartupError } from '@redress/platform';
import { banner } from './banner';
import { startRedress } from './start-redress';

/** Starts everything in one process, says how to use it, and stops it in order on Ctrl-C. */
async function main(): Promise<void> {
  const settings = readSettings();
  const logger = createLogger({ level: settings.logLevel });
  const redress = await startRedress({ settings, logger, onLost: fail });
  process.stdout.write(banner({ ...redress, policy: settings.policy }));

  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('\nfinishing what is in hand; press Ctrl-C again to leave at once\n');
    redress.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** One line that names the setting and the mend; never a stack trace for what an operator can put right. */
function fail(error: unknown): never {
  const known = error instanceof StartupError || error instanceof PolicyFileError;
  process.stderr.write(
    `${known ? error.message : `Redress can't start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`,
  );
  process.exit(1);
}

main().catch(fail);

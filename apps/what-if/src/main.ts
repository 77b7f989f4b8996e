import { failureOf, whatIfCommand } from './what-if-command';

whatIfCommand(process.env, (text) => void process.stdout.write(text))
  .parseAsync()
  .catch((error: unknown) => {
    const text =
      failureOf(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });

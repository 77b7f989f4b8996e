import { PolicyFileError } from '@redress/policies';
import { Command } from 'commander';
import { ApiRefusal } from './api';
import { calendarCommand } from './calendar';
import { checkCommand } from './check';
import { installCommand } from './install';
import { publishCommand } from './publish';

const program = new Command('policies')
  .description('Policies and calendars as files: checks them, publishes them, and makes calendars.')
  .addCommand(checkCommand())
  .addCommand(publishCommand())
  .addCommand(installCommand())
  .addCommand(calendarCommand());

/** What to do about it; the error itself where that is not known. */
function mendOf(error: unknown): string {
  if (error instanceof PolicyFileError || error instanceof ApiRefusal) return error.message;
  if (error instanceof Error && error.name === 'SlaError') return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${mendOf(error)}\n`);
  process.exitCode = 1;
});

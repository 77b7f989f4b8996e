import { types } from 'node:util';

const MAX_CAUSES = 5;

/** An error as it may stand in a log. */
export interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Where in the database: names of our own tables and constraints, the function of the server that refused. */
  readonly where?: string;
  readonly stack?: string;
  readonly cause?: LoggableError;
  readonly errors?: readonly LoggableError[];
}

/**
 * Takes from an error what may be logged. The driver's errors carry the rows and values that they are about (`detail`, and quotes in the
 * message): only the SQLSTATE and the names of our own tables are kept of those.
 */
export function loggableError(error: unknown, depth = 0): LoggableError {
  // Not `instanceof`: the runtime's own errors are of another realm than a sandbox's.
  if (!(error instanceof Error || types.isNativeError(error)))
    return { type: typeof error, message: 'something was thrown that is no error' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const sql = isDatabaseError(error);
  const where = sql
    ? ['table', 'constraint', 'routine'].flatMap((name) => named(error, name)).join(', ')
    : '';
  return {
    type: error.constructor.name,
    message: sql ? 'refused by the database' : error.message,
    ...code,
    ...(where === '' ? {} : { where }),
    ...framesOf(error),
    ...(error.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: loggableError(error.cause, depth + 1) }),
    ...('errors' in error && Array.isArray(error.errors) && depth < MAX_CAUSES
      ? { errors: error.errors.slice(0, MAX_CAUSES).map((one) => loggableError(one, depth + 1)) }
      : {}),
  };
}

/** An error that the PostgreSQL server sent, as `pg` gives it. */
const isDatabaseError = (error: Error): boolean =>
  'severity' in error && 'code' in error && 'routine' in error;

function named(error: Error, name: string): string[] {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? [`${name} ${value}`] : [];
}

/** The stack without its first lines, which repeat the message. */
function framesOf(error: Error): { stack?: string } {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? {} : { stack: frames.join('\n') };
}

import { trace } from '@opentelemetry/api';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { pino, stdTimeFunctions, type DestinationStream, type Logger, type LevelWithSilent } from 'pino';
import { loggableError } from './loggable-error';
import { currentCorrelation } from './request-context';

/** How to log. */
export interface LoggingOptions {
  readonly level: LevelWithSilent;
  /** Where the lines go. Default: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * The logger of a process: one JSON object a line. A line that comes from a request carries its correlation id, and that of its trace where
 * there is one. Requests and replies are never logged whole: bodies, query strings and tokens have no way in.
 */
export function createLogger({ level, destination }: LoggingOptions): Logger {
  const options = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const correlationId = currentCorrelation();
      const traceId = trace.getActiveSpan()?.spanContext().traceId;
      return {
        ...(correlationId === undefined ? {} : { correlationId }),
        // As OpenTelemetry writes it in logs that are JSON.
        ...(traceId === undefined ? {} : { trace_id: traceId }),
      };
    },
    serializers: { err: loggableError, error: loggableError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * Makes Nest's own `Logger` write to `logger`, with nestjs-pino; call `app.useLogger(app.get(Logger))` too. Its middleware is left out: it
 * halves the requests per second (20,000 → 10,000 for an empty handler, against 14,600 with the hook of `configureHttp`), for the same
 * lines.
 */
export const loggingModule = (logger: Logger): DynamicModule =>
  LoggerModule.forRoot({ pinoHttp: { logger }, forRoutes: [] });

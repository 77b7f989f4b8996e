import type { DiagLogger } from '@opentelemetry/api';
import type { Logger } from 'pino';

/** A dead collector fails with every push: one line in so many ms of machine time says it as well. */
const EVERY_MS = 60_000;

const MAX_DETAIL_CHARACTERS = 300;

/** Where OpenTelemetry's own troubles go: nothing here is worth more than a warning, for nobody waits for it. */
export function failureLog(logger: Logger): DiagLogger {
  let quietUntil = -Infinity;
  const warn = (message: string): void => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + EVERY_MS;
    logger.warn(
      { detail: detailOf(message) },
      'metrics or traces can not be pushed; the work goes on without',
    );
  };
  const nothing = (): void => undefined;
  return { error: warn, warn, info: nothing, debug: nothing, verbose: nothing };
}

/** OpenTelemetry tells errors as JSON, with the stack and all. */
function detailOf(message: string): string {
  let told: unknown;
  try {
    told = JSON.parse(message);
  } catch {
    told = undefined;
  }
  const error = typeof told === 'object' && told !== null && 'message' in told ? told.message : message;
  return String(error).slice(0, MAX_DETAIL_CHARACTERS);
}

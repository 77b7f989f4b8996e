import type { Clock } from '@redress/kernel';
import { SystemClock } from '@redress/kernel';
import { openEngines, type Engines } from '../engines';
import type { HealthCheck } from '../http/health';
import { serveHealth } from './health-server';
import { sharedSettings, type AppStart, type RunningApp, type SharedSettings } from './run-app';

/** What a service is started on. */
export interface ServiceParts extends Pick<AppStart, 'logger'> {
  readonly settings: SharedSettings;
  readonly engines: Engines;
  readonly clock: Clock;
}

export interface Service {
  /** By what brokers and metrics know it, after `redress-`: `relay`. */
  readonly name: string;
  /** Starts its work; gives what must be well for that. */
  readonly start: (parts: ServiceParts) => Promise<readonly HealthCheck[]>;
}

/** Starts a process that does one part of the work beside others, and takes no requests but those for its health. */
export async function startService(
  { name, start }: Service,
  {
    settings,
    logger,
    clock = new SystemClock(),
  }: Pick<AppStart, 'settings' | 'logger'> & { readonly clock?: Clock },
): Promise<RunningApp> {
  const shared = sharedSettings(settings);
  const engines = await openEngines({ settings: shared, clock, logger, service: `redress-${name}` });
  try {
    const checks = await start({ settings: shared, engines, clock, logger });
    const health = await serveHealth({
      settings,
      logger,
      checks: [...engines.checks, ...checks],
      telemetry: engines.telemetry,
    });
    engines.endFirst(() => health.stop());
    return { url: health.url, stop: () => engines.stop() };
  } catch (error) {
    await engines.stop();
    throw error;
  }
}

/** What it prints once it runs. */
export const greetService =
  ({ name }: Service) =>
  ({ url }: RunningApp): string =>
    `Redress ${name} runs; its health is at ${url}/health/ready\n`;

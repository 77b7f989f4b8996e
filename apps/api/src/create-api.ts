import type { FactoryProvider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Clock } from '@redress/kernel';
import {
  createHttpApp,
  createSignIn,
  serveConsole,
  type AppStart,
  type Engines,
  type HealthCheck,
  type LocalSignIn,
} from '@redress/platform';
import { endingCalendars, PolicyShelf, publishDocuments, type Documents } from '@redress/policies';
import { openNotificationBook } from '@redress/wiring';
import { ApiModule } from './api.module';

export interface ApiOptions extends Pick<AppStart, 'settings' | 'logger'> {
  readonly engines: Engines;
  readonly clock: Clock;
  readonly documents: Documents;
  /** Whether a file that says what an earlier version said is an order to go back to it. */
  readonly mayGoBack: boolean;
  /** What must be well before requests are sent here, made of what the features bring. */
  readonly healthChecks: Omit<FactoryProvider<readonly HealthCheck[]>, 'provide'>;
}

/** The HTTP app on its engines, with the documents published, not listening yet; it closes before the engines. */
export async function createApi({
  settings,
  logger,
  documents,
  mayGoBack,
  ...parts
}: ApiOptions): Promise<{ readonly app: NestFastifyApplication; readonly local?: LocalSignIn }> {
  const { verifier, local } = await createSignIn(settings);
  const module = ApiModule.on({
    ...parts,
    logger,
    verifier,
    inForce: documents.inForce,
    webhookSecret: settings.intakeWebhookSecret,
    notificationBook: openNotificationBook({ settings, logger }),
  });
  const app = await createHttpApp(module, { logger });
  parts.engines.endFirst(() => app.close());
  if (!(await serveConsole(app, { settings, local })))
    logger.info('there are no pages for browsers: npm run build:console makes them');
  const left = await publishDocuments(app.get(CommandBus), documents, { mayGoBack });
  const calendars = { store: parts.engines.store, shelf: app.get(PolicyShelf, { strict: false }) };
  const ending = await endingCalendars(parts.clock.now(), calendars);
  for (const line of [...left, ...ending]) logger.warn(line);
  return { app, ...(local === undefined ? {} : { local }) };
}

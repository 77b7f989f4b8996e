import { SystemClock, type Clock } from '@redress/kernel';
import {
  hearProjections,
  listen,
  openEngines,
  readModelsCheck,
  sharedSettings,
  type AppStart,
  type RunningApp,
} from '@redress/platform';
import { readDocuments } from '@redress/policies';
import { PROJECTIONS } from '@redress/wiring';
import { createApi } from './create-api';

/** Takes commands and answers questions; what follows from them is the work of the other processes. */
export async function startApi(
  { settings, logger }: Pick<AppStart, 'settings' | 'logger'>,
  clock: Clock = new SystemClock(),
): Promise<RunningApp> {
  const documents = readDocuments(settings);
  const engines = await openEngines({
    settings: sharedSettings(settings),
    clock,
    logger,
    service: 'redress-api',
  });
  try {
    hearProjections(engines, logger);
    const healthChecks = {
      useFactory: () => [...engines.checks, readModelsCheck(engines, PROJECTIONS)],
    };
    const { app } = await createApi({
      settings,
      logger,
      engines,
      clock,
      documents,
      // Others may have started with a newer file.
      mayGoBack: false,
      healthChecks,
    });
    return { url: await listen(app, settings), stop: () => engines.stop() };
  } catch (error) {
    await engines.stop();
    throw error;
  }
}

import { AutomationRunner } from '@redress/automation';
import {
  hearProjections,
  observeAutomations,
  startStateTopics,
  stateTopicsCheck,
  type Service,
} from '@redress/platform';
import { NotificationBook } from '@redress/escalations';
import { openFeatures, PROJECTIONS, startNotifications } from '@redress/wiring';

/** Lets commands follow from events, and states from rows. Several share the partitions; one of them publishes the states. */
export const AUTOMATION: Service = {
  name: 'automation',
  async start(parts) {
    const { engines, logger, settings } = parts;
    const features = await openFeatures(parts);
    hearProjections(engines, logger);
    const states = startStateTopics(engines, { kafka: settings.kafka, projections: PROJECTIONS, logger });
    const runner = features.get(AutomationRunner);
    engines.endFirst(() => runner.stop());
    await runner.start();
    observeAutomations(runner);
    startNotifications(features.get(NotificationBook), parts);
    return [engines.feedTrouble.explains(runner), stateTopicsCheck(states)];
  },
};

import { AutomationRunner, type Automation, type AutomationReport } from '@redress/automation';
import { isUnavailable } from '@redress/http';
import type { Clock } from '@redress/kernel';
import type { Logger } from 'pino';
import type { Engines } from '../engines';

/** A runner of automations on the engines of an app, which starts it and stops it before the engines. */
export const openAutomations = (
  automations: readonly Automation[],
  { engines, clock, logger }: { readonly engines: Engines; readonly clock: Clock; readonly logger: Logger },
): AutomationRunner =>
  new AutomationRunner({
    automations,
    feed: engines.feed,
    store: engines.automationStore,
    clock,
    isPassing: isUnavailable,
    report: (report) => {
      logReport(logger, report);
    },
  });

function logReport(logger: Logger, report: AutomationReport): void {
  switch (report.kind) {
    case 'refused':
      logger.info(report, 'a command of an automation was refused');
      return;
    case 'parked':
      logger.error(
        report,
        'an automation can not react to an event: it is parked, with all later ones of its case',
      );
      return;
    case 'failed':
      logger.warn(
        { automation: report.automation, err: report.error },
        'parked events could not be taken up',
      );
      return;
  }
}

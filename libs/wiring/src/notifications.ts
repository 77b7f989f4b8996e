import { channelsOf, NotificationBook } from '@redress/escalations';
import { NotificationSender, type Channel, type NotificationReport } from '@redress/notifications';
import { countNotified, observeNotifications, type Engines, type Settings } from '@redress/platform';
import { notificationRulesFile, type NotificationRules } from '@redress/policies';
import type { Logger } from 'pino';

/** Opens the document that says whom to tell outside. Throws PolicyFileError. */
export const openNotificationBook = ({
  settings,
  logger,
}: {
  readonly settings: Pick<Settings, 'notifications'>;
  readonly logger: Logger;
}): NotificationBook =>
  NotificationBook.open(notificationRulesFile(settings.notifications), (error) => {
    logger.error({ err: error }, 'the document of notifications can not be used: what it said before holds');
  });

/** Tells the outside what is in the outbox, until the engines stop. Several processes share the work. */
export function startNotifications(
  book: NotificationBook,
  {
    engines,
    settings,
    logger,
  }: {
    readonly engines: Engines;
    readonly settings: Pick<Settings, 'mail'>;
    readonly logger: Logger;
  },
): NotificationSender {
  let known: { readonly rules: NotificationRules; readonly channels: readonly Channel[] } | undefined;
  const sender = NotificationSender.start({
    outbox: engines.notifications,
    channels: () => {
      const { rules } = book;
      if (known?.rules !== rules) known = { rules, channels: channelsOf(rules, settings.mail) };
      return known.channels;
    },
    report: (report) => {
      countNotified(report);
      logReport(logger, report);
    },
  });
  observeNotifications(engines.notifications, () => book.rules.destinations.map(({ name }) => name));
  engines.endFirst(() => sender.stop());
  return sender;
}

function logReport(logger: Logger, report: NotificationReport): void {
  switch (report.kind) {
    case 'delivered':
      return;
    case 'not-delivered':
      logger.info(report, 'a notification did not arrive: it is sent again');
      return;
    case 'given-up':
    case 'abandoned':
      logger.error(report, 'notifications are given up; they can be sent again by a retry or a replay');
      return;
    case 'closed':
      logger.error(report, 'a destination says that it is gone: it is told nothing more until a replay');
      return;
    case 'failed':
      logger.warn({ err: report.error }, 'the notifications are tried again');
      return;
  }
}

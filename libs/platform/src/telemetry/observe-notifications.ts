import { metrics } from '@opentelemetry/api';
import { INSTRUMENTATION_NAME, instrument } from '@redress/kernel';
import type { NotificationOutbox, NotificationReport } from '@redress/notifications';
import { lagGauge } from './lag-gauge';
import { sampled } from './sampled';

/** For how long a reading of the outbox is good: it costs the database a question. */
const STANDING_EVERY_MS = 10_000;

const attempts = instrument((meter) =>
  meter.createCounter('redress.notification.attempts', {
    description: 'Notifications sent to the outside, by what became of it',
    unit: '{notification}',
  }),
);

/** Counts what a sender sends; for its `report`. */
export function countNotified(report: NotificationReport): void {
  switch (report.kind) {
    case 'delivered':
    case 'not-delivered':
    case 'given-up':
      attempts().add(1, { destination: report.destination, outcome: report.kind });
      return;
    case 'closed':
    case 'abandoned':
    case 'failed':
      return;
  }
}

/**
 * Shows what is in the outbox and not delivered, by destination, whichever process sends it.
 * @param destinations those that there are now; others show while something of theirs is left
 */
export function observeNotifications(
  outbox: Pick<NotificationOutbox, 'standing'>,
  destinations: () => readonly string[],
): void {
  const standing = sampled(() => outbox.standing(), { everyMs: STANDING_EVERY_MS });
  const readings = async () => {
    const now = await standing();
    if (now === undefined) return [];
    return [...new Set([...destinations(), ...now.keys()])].map((destination) => ({
      attributes: { destination },
      ...(now.get(destination) ?? { waiting: 0, failed: 0, oldestWaitingMs: undefined }),
    }));
  };
  const meter = metrics.getMeter(INSTRUMENTATION_NAME);
  const unit = '{notification}';
  meter
    .createObservableGauge('redress.notification.waiting', { description: 'To be sent, or sent again', unit })
    .addCallback(async (result) => {
      for (const { waiting, attributes } of await readings()) result.observe(waiting, attributes);
    });
  meter
    .createObservableGauge('redress.notification.failed', {
      description: 'Given up, until somebody has them sent again',
      unit,
    })
    .addCallback(async (result) => {
      for (const { failed, attributes } of await readings()) result.observe(failed, attributes);
    });
  lagGauge('notification', 'How long the oldest notification has waited that is not delivered').addCallback(
    async (result) => {
      for (const { oldestWaitingMs = 0, attributes } of await readings())
        result.observe(oldestWaitingMs / 1000, attributes);
    },
  );
}

import { instrument } from '@redress/kernel';
import { lagGauge } from './lag-gauge';

const messages = instrument((meter) =>
  meter.createCounter('redress.intake.messages', {
    description: 'Messages that came in from outside, by what became of them',
    unit: '{message}',
  }),
);

/** Counts a message from outside. `outcome` is one of a few fixed words of ours: never a sender's. */
export function countIntakeMessage(outcome: string): void {
  messages().add(1, { outcome });
}

/** Shows how far the state topics are behind the rows; nothing while the publisher knows of no lag, since another one publishes. */
export function observeStateTopics(publisher: { lagMs(): number | undefined }): void {
  lagGauge(
    'state_topic',
    'How long the oldest change has waited that is in the rows and not in its state topic',
  ).addCallback((result) => {
    const lagMs = publisher.lagMs();
    if (lagMs !== undefined) result.observe(lagMs / 1000);
  });
}

import { lagGauge } from './lag-gauge';

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

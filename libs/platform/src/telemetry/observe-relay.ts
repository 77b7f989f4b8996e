import type { RelayReport, RelayStatus } from '@redress/event-feed/kafka';
import { instrument } from '@redress/kernel';
import { lagGauge } from './lag-gauge';

const published = instrument((meter) =>
  meter.createCounter('redress.relay.events', {
    description: 'Events that the relay has handed to Kafka, acknowledged',
    unit: '{event}',
  }),
);

/** Counts what a relay publishes; for its `report`. */
export function countRelayed(report: RelayReport): void {
  if (report.kind === 'published') published().add(report.events);
}

/**
 * Shows since when Kafka lacks something of the store; of a relay that never got as far as to know, since when it tries. One that waits for
 * another to fail shows nothing.
 */
export function observeRelay(relay: { status(): RelayStatus }): void {
  const since = Date.now();
  lagGauge('relay', 'Since Kafka had last had all that was in the store').addCallback((result) => {
    const { leading, caughtUpAt, error } = relay.status();
    if (leading || error !== undefined) result.observe((Date.now() - (caughtUpAt ?? since)) / 1000);
  });
}

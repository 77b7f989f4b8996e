import { relayCheck, startRelay, type Service } from '@redress/platform';

/** Publishes what is in the event store to Kafka, in order. Of several one does so, and the others wait for it to fail. */
export const RELAY: Service = {
  name: 'relay',
  start: ({ engines, settings: { kafka }, logger }) =>
    Promise.resolve([relayCheck(startRelay(engines, { kafka, logger }))]),
};

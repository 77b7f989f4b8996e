export { KafkaEventFeed, type KafkaEventFeedOptions } from './kafka-event-feed';
export { KafkaRelay, type RelayStatus } from './kafka-relay';
export type { RelayCheckpoint, RelayLease, RelayLeases } from './relay-lease';
export type { KafkaRelayOptions, RelayReport } from './relay-options';

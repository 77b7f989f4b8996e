export { KafkaEventFeed, type KafkaEventFeedOptions } from './kafka-event-feed';
export { KafkaRelay, type KafkaRelayOptions, type RelayReport, type RelayStatus } from './kafka-relay';
export type { RelayCheckpoint, RelayLease, RelayLeases } from './relay-lease';

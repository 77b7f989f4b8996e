export { KafkaEventFeed, type KafkaEventFeedOptions } from './kafka-event-feed';
export { KafkaRelay, type KafkaRelayOptions, type RelayReport, type RelayStatus } from './kafka-relay';
export { LeaseLost, type RelayCheckpoint, type RelayLease, type RelayLeases } from './relay-lease';

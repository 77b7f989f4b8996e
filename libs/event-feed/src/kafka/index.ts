export { type Compression } from './idempotent-producer';
export { type KafkaConnection } from './kafka-client';
export { KafkaEventFeed, type KafkaEventFeedOptions } from './kafka-event-feed';
export { KafkaRelay, type KafkaRelayOptions, type RelayReport, type RelayStatus } from './kafka-relay';
export { LeaseLost, type RelayCheckpoint, type RelayLease, type RelayLeases } from './relay-lease';
export { createEventTopic, TopicRefused, type NewTopic, type TopicIdentity } from './topic';

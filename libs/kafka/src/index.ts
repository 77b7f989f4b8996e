export { GroupMembership, type CommittedOffset, type GroupOptions } from './group-membership';
export { IdempotentProducer, type Compression } from './idempotent-producer';
export { KafkaClient, protocolError, type KafkaConnection } from './kafka-client';
export {
  createEventTopic,
  mustBeSame,
  openTopic,
  TopicRefused,
  type NewTopic,
  type TopicIdentity,
} from './topic';
export {
  OffsetOutOfRange,
  TopicLog,
  type FetchedRecord,
  type FetchLimits,
  type Message,
  type Stretch,
  type Wanted,
} from './topic-log';

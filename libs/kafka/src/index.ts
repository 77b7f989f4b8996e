export { createTopic, ensureTopic, KEPT_FOR_EVER, type TopicDefinition } from './create-topic';
export { GroupMembership, type CommittedOffset, type GroupOptions } from './group-membership';
export { IdempotentProducer, type Compression } from './idempotent-producer';
export { GroupNotes } from './group-notes';
export { KafkaClient, protocolError, type KafkaConnection } from './kafka-client';
export {
  RecordConsumer,
  type ConsumerReport,
  type ConsumerStatus,
  type RecordConsumerOptions,
} from './record-consumer';
export type { ConsumedRecord } from './record-share';
export { RecordWriter } from './record-writer';
export { mustBeSame, openTopic, TopicRefused, type TopicIdentity } from './topic';
export {
  OffsetOutOfRange,
  TopicLog,
  type FetchedRecord,
  type FetchLimits,
  type Message,
  type Stretch,
  type Wanted,
} from './topic-log';

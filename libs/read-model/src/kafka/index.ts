export { KafkaStateTopics, STATE_TOPIC_CONFIG, type KafkaStateTopicsOptions } from './kafka-state-topics';

export type { KafkaSettings } from './kafka-settings';
export { readSettings, type LogLevel, type Settings } from './settings';
export { StartupError } from './startup-error';

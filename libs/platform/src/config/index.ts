export { readSettings, type LogLevel, type Settings } from './settings';
export { StartupError } from './startup-error';

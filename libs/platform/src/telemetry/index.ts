export { CommandTelemetryModule, observeCommands } from './observe-commands';
export { observeStateTopics } from './observe-state-topics';
export { countNotified, observeNotifications } from './observe-notifications';
export { countRelayed, observeRelay } from './observe-relay';
export { observeAutomations, observeProjections } from './observe-work';
export { startTelemetry, type TelemetryOptions } from './start-telemetry';
export { TELEMETRY, type Telemetry } from './telemetry';

export { CommandTelemetryModule, observeCommands } from './observe-commands';
export { observeStateTopics } from './observe-state-topics';
export { countRelayed, observeRelay } from './observe-relay';
export { observeAutomations, observeProjections } from './observe-work';
export { startTelemetry, type TelemetryOptions } from './start-telemetry';
export { TELEMETRY, type Telemetry } from './telemetry';

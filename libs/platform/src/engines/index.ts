export { startEngines, type EngineOptions, type Engines } from './engines';

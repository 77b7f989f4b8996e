export { runApp, sharedSettings, type AppStart, type RunningApp, type SharedSettings } from './run-app';
export { greetService, startService, type Service, type ServiceParts } from './start-service';

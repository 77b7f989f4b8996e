export { AutomationsModule } from './automations.module';
export { openAutomations } from './open-automations';

export { AUTOMATIONS } from './automations';
export { openFeatures } from './open-features';
export { openNotificationBook, startNotifications } from './notifications';
export { PROJECTIONS } from './projections';
export { RedressModule, type RedressParts } from './redress.module';
export { redriveIntake, startIntake } from './intake';
export { makeTopics, topicDefinitions } from './topics';

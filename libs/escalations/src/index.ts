export { ActOnEscalation } from './act-on-escalation/act-on-escalation.automation';
export { EscalationsModule } from './escalations.module';
export { channelsOf } from './notification-channels/channels';
export { NOTIFIABLE_EVENT_TYPES } from './notification-channels/notifiable-types';
export { NotificationBook } from './notification-channels/notification-book';
export { NotifyOutside } from './notify-outside/notify-outside.automation';
export { ESCALATION_PROBLEMS } from './problems';

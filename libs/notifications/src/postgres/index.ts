export { notificationMigrations } from './migrations';
export { PostgresNotificationOutbox } from './postgres-notification-outbox';

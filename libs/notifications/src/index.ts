export type { Channel, Delivery } from './channel';
export { mailChannel, type Mail, type MailOptions, type MailSettings } from './mail-channel';
export * from './notification';
export * from './notification-outbox';
export {
  NotificationSender,
  type NotificationReport,
  type NotificationSenderOptions,
} from './notification-sender';
export { webhookChannel, type WebhookOptions } from './webhook-channel';

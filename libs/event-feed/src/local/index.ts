export * from './local-event-feed';

export * from './describe-event-feed';

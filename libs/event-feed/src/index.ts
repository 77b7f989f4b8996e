export * from './event-feed';
export * from './partition';

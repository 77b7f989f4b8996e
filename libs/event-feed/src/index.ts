export * from './event-feed';
export * from './log-ends';
export * from './partition';

export * from './channels';
export * from './event-feed';
export * from './lease';
export * from './log-ends';
export * from './partition';
export * from './relay-progress';
export * from './repartitioning';

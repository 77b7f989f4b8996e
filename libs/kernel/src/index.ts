export * from './backoff';
export * from './clock';
export * from './decider';
export * from './domain-error';
export * from './events';
export * from './ids';
export * from './instant';
export * from './time-zone';

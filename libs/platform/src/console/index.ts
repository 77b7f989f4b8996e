export * from './serve-console';

export * from './check-append';
export * from './decide-and-append';
export * from './errors';
export * from './event-store';
export * from './upcasting';

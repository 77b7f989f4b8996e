export * from './build-calendar';
export * from './china';

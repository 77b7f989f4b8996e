export * from './errors';
export * from './personal-data';

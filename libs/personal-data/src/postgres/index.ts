export * from './master-key';
export * from './migrations';
export * from './postgres-personal-data';

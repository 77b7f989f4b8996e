export { eventStoreMigrations } from './migrations';
export { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store';

export type { DatabaseEvents } from './embedded-server';
export { migrate, type MigrationSet } from './migrate';
export { openPool } from './open-pool';
export { databaseNow } from './database-now';
export { pingDatabase } from './ping-database';
export { startDatabase, type Database } from './start-database';

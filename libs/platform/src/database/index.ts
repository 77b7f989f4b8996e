export { migrate, type MigrationSet } from './migrate';
export { pingDatabase } from './ping-database';
export { startDatabase, type Database, type DatabaseEvents } from './start-database';

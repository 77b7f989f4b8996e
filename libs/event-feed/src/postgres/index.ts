export { eventFeedMigrations } from './migrations';
export { PostgresRelayLeases, type PostgresRelayLeasesOptions } from './postgres-relay-leases';

export { eventFeedMigrations } from './migrations';
export { PostgresChannels, type PostgresChannelsOptions } from './postgres-channels';
export { PostgresRelayLeases, type PostgresRelayLeasesOptions } from './postgres-relay-leases';

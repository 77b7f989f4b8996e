import { sql, type Kysely, type Migration } from 'kysely';

/** One row for each topic: who may publish to it, until when, and how far that has come. */
const RELAYS_SQL = `
CREATE TABLE event_feed.relays (
  topic text COLLATE "C" PRIMARY KEY,
  epoch bigint NOT NULL,
  held_until timestamptz NOT NULL,
  topic_id text,
  partitions integer,
  position text COLLATE "C",
  ends jsonb
)`;

const relays: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`CREATE SCHEMA IF NOT EXISTS event_feed`.execute(db);
    await sql.raw(RELAYS_SQL).execute(db);
  },
};

/** The relay's lease and checkpoint, in the schema `event_feed`. A released migration is never edited: add one. */
export const eventFeedMigrations: {
  readonly schema: string;
  readonly migrations: Readonly<Record<string, Migration>>;
} = {
  schema: 'event_feed',
  migrations: { '0001-relays': relays },
};

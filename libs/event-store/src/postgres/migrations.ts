import { sql, type Kysely, type Migration } from 'kysely';
import { APPEND_BATCH_SQL } from './append-batch.sql';

/** Instants are milliseconds since the epoch, as everywhere in the code. Fixed widths first: no padding between them. */
const EVENTS_SQL = `
CREATE TABLE event_store.events (
  position bigint PRIMARY KEY,
  recorded_at bigint NOT NULL,
  occurred_at bigint NOT NULL,
  id uuid NOT NULL UNIQUE,
  revision integer NOT NULL,
  version integer NOT NULL,
  stream text COLLATE "C" NOT NULL,
  type text COLLATE "C" NOT NULL,
  actor_id text NOT NULL,
  actor_kind text NOT NULL,
  actor_role text NOT NULL,
  correlation_id text NOT NULL,
  causation_id text NOT NULL,
  command_id text NOT NULL,
  fingerprint text,
  partition_key text NOT NULL,
  data jsonb NOT NULL,
  UNIQUE (stream, revision)
)`;

/** Facts are not edited, not even by hand in the wrong window. */
const APPEND_ONLY_SQL = [
  `CREATE FUNCTION event_store.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'events are never changed or removed' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.events
   FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_change()`,
];

const log: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`CREATE SCHEMA IF NOT EXISTS event_store`.execute(db);
    for (const statement of [EVENTS_SQL, ...APPEND_ONLY_SQL, APPEND_BATCH_SQL])
      await sql.raw(statement).execute(db);
  },
};

/** The tables and functions of the event store, in the schema `event_store`. A released migration is never edited: add one. */
export const eventStoreMigrations: {
  readonly schema: string;
  readonly migrations: Readonly<Record<string, Migration>>;
} = {
  schema: 'event_store',
  migrations: { '0001-log': log },
};

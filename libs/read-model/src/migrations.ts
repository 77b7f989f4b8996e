import { sql, type Kysely, type Migration } from 'kysely';

/** The schema that holds the rows of all projections, and what the runner needs to know about them. */
export const READ_MODEL_SCHEMA = 'read_model';

const machineTables: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // A generation is one set of physical tables of a projection. Numbers are never given twice, so that whoever still writes to a
    // dropped generation can't hit another one.
    await sql`
      CREATE TABLE read_model.generations (
        generation integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        projection text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        state text NOT NULL CHECK (state IN ('live', 'building')),
        definition jsonb NOT NULL,
        UNIQUE (projection, state)
      )`.execute(db);
    // The fill factor leaves room to update a row in its page: these rows change with every batch.
    await sql`
      CREATE TABLE read_model.checkpoints (
        generation integer NOT NULL REFERENCES read_model.generations ON DELETE CASCADE,
        partition integer NOT NULL,
        position text COLLATE "C",
        parked integer NOT NULL DEFAULT 0,
        PRIMARY KEY (generation, partition)
      ) WITH (fillfactor = 20)`.execute(db);
    await sql`
      CREATE TABLE read_model.change_counters (
        generation integer PRIMARY KEY REFERENCES read_model.generations ON DELETE CASCADE,
        change_no bigint NOT NULL DEFAULT 0
      ) WITH (fillfactor = 20)`.execute(db);
    // The event is kept as json, not jsonb: what could not be applied is kept to the letter.
    await sql`
      CREATE TABLE read_model.parked_events (
        generation integer NOT NULL REFERENCES read_model.generations ON DELETE CASCADE,
        position text COLLATE "C" NOT NULL,
        partition integer NOT NULL,
        partition_key text COLLATE "C" NOT NULL,
        reason text,
        event json NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (generation, position)
      )`.execute(db);
    await sql`
      CREATE INDEX parked_events_by_key
        ON read_model.parked_events (generation, partition, partition_key, position)`.execute(db);
  },
};

const stateOutbox: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // Topics that have been published to, and which ones they were.
    await sql`
      CREATE TABLE read_model.state_topics (
        topic text COLLATE "C" PRIMARY KEY,
        topic_id text NOT NULL,
        partitions integer NOT NULL
      )`.execute(db);
    // No foreign key: its check of each entry would cost as much as the entry. Whatever drops a generation clears up after it.
    // The table is small and all of it is replaced again and again: it is swept by what has changed, not by its size.
    await sql`
      CREATE TABLE read_model.state_outbox (
        generation integer NOT NULL,
        topic text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        value json,
        partition_key text COLLATE "C" NOT NULL,
        position text COLLATE "C",
        put_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (generation, topic, key)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)`.execute(db);
    await sql`CREATE INDEX state_outbox_in_order ON read_model.state_outbox (generation, seq)`.execute(db);
  },
};

/** What the read models need in the database before a runner or a question starts. */
export const readModelMigrations = {
  schema: READ_MODEL_SCHEMA,
  migrations: { '0001-machine-tables': machineTables, '0002-state-outbox': stateOutbox },
};

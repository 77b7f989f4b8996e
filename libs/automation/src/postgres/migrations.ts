import { sql, type Kysely, type Migration } from 'kysely';

const automations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // The start is business time in ms: what was recorded before it is none of the automation's business.
    await sql`
      CREATE TABLE automation.automations (
        name text COLLATE "C" PRIMARY KEY,
        started_at bigint NOT NULL,
        partitions integer NOT NULL
      )`.execute(db);
    // The fill factor leaves room to update a row in its page: these rows change with every batch.
    await sql`
      CREATE TABLE automation.checkpoints (
        automation text COLLATE "C" NOT NULL REFERENCES automation.automations,
        partition integer NOT NULL,
        position text COLLATE "C" NOT NULL,
        PRIMARY KEY (automation, partition)
      ) WITH (fillfactor = 20)`.execute(db);
    await sql`
      CREATE TABLE automation.refused (
        automation text COLLATE "C" NOT NULL REFERENCES automation.automations,
        position text COLLATE "C" NOT NULL,
        event_id text NOT NULL,
        type text NOT NULL,
        code text NOT NULL,
        refused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (automation, position)
      )`.execute(db);
    // The event is kept as json, not jsonb: to the letter.
    await sql`
      CREATE TABLE automation.parked (
        automation text COLLATE "C" NOT NULL REFERENCES automation.automations,
        position text COLLATE "C" NOT NULL,
        partition_key text COLLATE "C" NOT NULL,
        reason text,
        event json NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (automation, position)
      )`.execute(db);
    await sql`
      CREATE INDEX parked_by_key ON automation.parked (automation, partition_key, position)`.execute(db);
  },
};

/** The tables of the automations, in the schema `automation`, for the migrator. */
export const automationMigrations = { schema: 'automation', migrations: { '0001-automations': automations } };

import { sql, type Kysely, type Migration } from 'kysely';

const outbox: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    // The payload is kept as json, not jsonb: what is signed is sent to the letter. recorded_at is business time, all else machine time.
    // The fill factor leaves room to update a row in its page.
    await sql`
      CREATE TABLE notifications.outbox (
        id text COLLATE "C" PRIMARY KEY,
        destination text COLLATE "C" NOT NULL,
        recipient text,
        event_id text NOT NULL,
        type text NOT NULL,
        stream text COLLATE "C" NOT NULL,
        position text COLLATE "C" NOT NULL,
        recorded_at bigint NOT NULL,
        payload json NOT NULL,
        state text NOT NULL DEFAULT 'waiting',
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        put_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        waiting_since timestamptz NOT NULL DEFAULT clock_timestamp(),
        next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        lease text,
        leased_until timestamptz,
        settled_at timestamptz
      ) WITH (fillfactor = 70)`.execute(db);
    await sql`
      CREATE INDEX outbox_heads ON notifications.outbox (destination, stream, position)
      WHERE state = 'waiting'`.execute(db);
    await sql`
      CREATE INDEX outbox_due ON notifications.outbox (destination, next_at) WHERE state = 'waiting'`.execute(
      db,
    );
    await sql`CREATE INDEX outbox_newest ON notifications.outbox (position, id)`.execute(db);
    await sql`CREATE INDEX outbox_range ON notifications.outbox (destination, recorded_at)`.execute(db);
    await sql`
      CREATE TABLE notifications.closed (
        destination text COLLATE "C" PRIMARY KEY,
        address text NOT NULL,
        closed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`.execute(db);
    // Who had what sent again. It makes these commands idempotent, too.
    await sql`
      CREATE TABLE notifications.orders (
        command_id text COLLATE "C" PRIMARY KEY,
        fingerprint text,
        ordered_by text NOT NULL,
        what json NOT NULL,
        ordered_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`.execute(db);
  },
};

const failedIndex: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`CREATE INDEX outbox_failed ON notifications.outbox (destination) WHERE state = 'failed'`.execute(
      db,
    );
  },
};

/** The tables of the outbox, in the schema `notifications`, for the migrator. */
export const notificationMigrations = {
  schema: 'notifications',
  migrations: { '0001-outbox': outbox, '0002-failed': failedIndex },
};

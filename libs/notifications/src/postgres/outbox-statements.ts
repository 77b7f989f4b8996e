/** Machine time is the database's, which all processes share. `$n` in ms. */
const after = (ms: string): string => `clock_timestamp() + ${ms} * interval '1 ms'`;

export const PUT = `
  INSERT INTO notifications.outbox
    (id, destination, recipient, event_id, type, stream, position, recorded_at, payload)
  SELECT id, destination, recipient, "eventId", type, stream, position, "recordedAt", payload
  FROM json_to_recordset($1::json) AS entry (id text, destination text, recipient text, "eventId" text,
    type text, stream text, position text, "recordedAt" bigint, payload json)
  ON CONFLICT (id) DO NOTHING`;

/** The first of each stream that waits, where its time has come and nobody has it. */
export const LEASE = `
  WITH due AS MATERIALIZED (
    SELECT id FROM notifications.outbox AS entry
    WHERE destination = $1 AND state = 'waiting' AND next_at <= clock_timestamp()
      AND (leased_until IS NULL OR leased_until <= clock_timestamp())
      AND NOT EXISTS (SELECT FROM notifications.outbox AS earlier
        WHERE earlier.destination = $1 AND earlier.stream = entry.stream AND earlier.state = 'waiting'
          AND earlier.position < entry.position)
      AND NOT EXISTS (SELECT FROM notifications.closed WHERE closed.destination = $1 AND closed.address = $2)
    ORDER BY next_at LIMIT $3 FOR UPDATE OF entry SKIP LOCKED
  )
  UPDATE notifications.outbox AS entry SET lease = $5, leased_until = ${after('$4::float8')}
  FROM due WHERE entry.id = due.id
  RETURNING entry.id, recipient, recorded_at AS "recordedAt", payload::text AS body,
    json_build_object('id', event_id, 'type', type, 'stream', stream, 'position', position) AS event`;

/** Who lost the lease notes nothing. */
const OWN = `id = $1 AND lease = $2 AND state = 'waiting'`;

export const DELIVERED = `
  UPDATE notifications.outbox SET state = 'delivered', attempts = attempts + 1, last_error = NULL,
    lease = NULL, leased_until = NULL, settled_at = clock_timestamp()
  WHERE ${OWN} RETURNING 1`;

export const FAILED = `
  UPDATE notifications.outbox SET attempts = attempts + 1, last_error = $3, lease = NULL, leased_until = NULL,
    next_at = ${after('least($5::float8, $4::float8 * 2 ^ least(attempts, 30))')},
    state = CASE WHEN ${after('- $6::float8')} >= waiting_since THEN 'failed' ELSE 'waiting' END,
    settled_at = CASE WHEN ${after('- $6::float8')} >= waiting_since THEN clock_timestamp() END
  WHERE ${OWN} RETURNING state`;

export const GIVE_UP = `
  UPDATE notifications.outbox SET state = 'failed', last_error = coalesce(last_error, $2),
    lease = NULL, leased_until = NULL, settled_at = clock_timestamp()
  WHERE state = 'waiting' AND NOT destination = ANY($1) AND waiting_since <= ${after('- $3::float8')}
  RETURNING 1`;

export const FORGET = `
  DELETE FROM notifications.outbox
  WHERE state = 'delivered' AND settled_at <= ${after('- $1::float8')} RETURNING 1`;

export const CLOSE = `
  INSERT INTO notifications.closed (destination, address) VALUES ($1, $2)
  ON CONFLICT (destination) DO UPDATE SET address = excluded.address, closed_at = excluded.closed_at`;

/** Each half by its own index: what was delivered, the most by far, is not looked at. */
export const STANDING = `
  SELECT destination, sum(waiting)::float8 AS waiting, sum(failed)::float8 AS failed,
    max(waited_ms)::float8 AS "oldestWaitingMs"
  FROM (
    SELECT destination, count(*) AS waiting, 0 AS failed,
      1000 * extract(epoch FROM clock_timestamp() - min(waiting_since)) AS waited_ms
    FROM notifications.outbox WHERE state = 'waiting' GROUP BY destination
    UNION ALL
    SELECT destination, 0, count(*), NULL FROM notifications.outbox WHERE state = 'failed' GROUP BY destination
  ) AS halves
  GROUP BY destination`;

/** The newest events first. */
export const LIST = `
  SELECT id, destination, recipient, event_id AS "eventId", type, stream, position, recorded_at AS "recordedAt",
    state, attempts, last_error AS "lastError", put_at AS "putAt",
    CASE WHEN state = 'waiting' THEN next_at END AS "nextAt", settled_at AS "settledAt"
  FROM notifications.outbox
  WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR destination = $2)
    AND ($3::text IS NULL OR (position, id) < ($3, $4::text))
  ORDER BY position DESC, id DESC LIMIT $5`;

const ORDER = `
  INSERT INTO notifications.orders (command_id, fingerprint, ordered_by, what)
  VALUES ($1, $2, $3, $4::json) ON CONFLICT DO NOTHING RETURNING 1`;

/** What is under way stays so: its sender notes nothing about another order. */
const AGAIN = `state = 'waiting', waiting_since = clock_timestamp(), next_at = clock_timestamp(), settled_at = NULL`;

export const REPLAY = `
  WITH ordered AS (${ORDER}), again AS (
    UPDATE notifications.outbox SET ${AGAIN}
    WHERE EXISTS (SELECT FROM ordered) AND destination = $5 AND recorded_at >= $6 AND recorded_at < $7
    RETURNING 1
  ), opened AS (
    DELETE FROM notifications.closed WHERE EXISTS (SELECT FROM ordered) AND destination = $5
  )
  SELECT (SELECT count(*) FROM again) AS entries FROM ordered`;

export const RETRY = `
  WITH ordered AS (${ORDER})
  UPDATE notifications.outbox SET ${AGAIN} WHERE EXISTS (SELECT FROM ordered) AND id = $5 RETURNING 1`;

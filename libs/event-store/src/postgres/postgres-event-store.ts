import type { Clock, EpochMs, NewEvent, Position, RecordedEvent } from '@redress/kernel';
import type { Pool } from 'pg';
import { AppendQueue, type AppendQueueLimits, type Outcome } from '../append-queue';
import { InvalidAppend } from '../errors';
import type { Appended, EventStore, ExpectedRevision } from '../event-store';
import { followLog } from '../follow-log';
import { LogTail } from '../log-tail';
import { appendBatch } from './append-batch';
import { appendRequest, type AppendRequest } from './append-request';
import { checkPosition, EVENT_COLUMNS, START, toPosition, toRecordedEvent, type EventRow } from './event-row';
import { HEAD, listenTo } from './listen';
import { Notifier } from './notifier';
import { Queries } from './queries';
import { isRefusedData } from './refused-data';
import { StreamReads } from './stream-reads';

/** Limits of a PostgresEventStore; times are machine time. */
export interface PostgresEventStoreOptions extends Partial<AppendQueueLimits> {
  /** How long one statement may take. Default 3,000. */
  readonly statementTimeoutMs?: number;
}

const DEFAULTS = {
  appendTimeoutMs: 5_000,
  statementTimeoutMs: 3_000,
  maxBatchAppends: 256,
  maxWaiting: 10_000,
};

const READ_STREAM = {
  name: 'event_store.read_stream',
  text: `SELECT ${EVENT_COLUMNS} FROM event_store.events WHERE stream = $1 AND revision >= $2 ORDER BY revision LIMIT $3`,
};
const STREAM_NAMES = {
  name: 'event_store.stream_names',
  text: `SELECT stream FROM event_store.events WHERE stream >= $1 AND stream <= $2 AND revision = 0 ORDER BY stream`,
};
const LAST_CHARACTER = '\u{10FFFF}';
const READ_ALL = {
  name: 'event_store.read_all',
  text: `SELECT ${EVENT_COLUMNS} FROM event_store.events WHERE position > $1 ORDER BY position LIMIT $2`,
};

/**
 * Halves the log until two positions that follow each other are left, the first with an event that was recorded by then at or after it, the
 * second with none: as many looks into the primary key as its length has binary digits, and no index of instants for each append to keep.
 */
const POSITION_AT = {
  name: 'event_store.position_at',
  text: `WITH RECURSIVE search (low, high) AS (
      SELECT 0::bigint, coalesce(max(position), 0) + 1 FROM event_store.events
      UNION ALL
      SELECT CASE WHEN early THEN middle ELSE low END, CASE WHEN early THEN high ELSE middle END
      FROM (
        SELECT low, high, middle, (
          SELECT recorded_at <= $1 FROM event_store.events WHERE position >= middle ORDER BY position LIMIT 1
        ) AS early
        FROM search CROSS JOIN LATERAL (SELECT (low + high) / 2 AS middle) AS half WHERE high - low > 1
      ) AS halved
    )
    SELECT low AS position FROM search WHERE high - low = 1 AND low > 0`,
};

/**
 * The EventStore on PostgreSQL 15 to 18, in the schema `event_store` (see eventStoreMigrations). Any number of processes may write
 * to one database: batches are ordered by a lock in it. Followers need a connection that keeps its session: not one through a
 * transaction pooler. Positions are the decimals of a `bigint` in fixed width.
 */
export class PostgresEventStore implements EventStore {
  readonly #queries: Queries;
  readonly #wholeStreams: StreamReads;
  readonly #appends: AppendQueue<AppendRequest>;
  readonly #notifier: Notifier;
  readonly #tail: LogTail;
  readonly #closing = new AbortController();

  /**
   * @param connection a PostgreSQL URL, or a pool whose owner listens to its `error` events and leaves the store three connections
   * @param clock where `recordedAt` comes from
   */
  constructor(
    connection: string | Pool,
    private readonly clock: Clock,
    options: PostgresEventStoreOptions = {},
  ) {
    const limits = { ...DEFAULTS, ...options };
    this.#queries = new Queries(connection, limits.statementTimeoutMs);
    this.#wholeStreams = new StreamReads(this.#queries);
    this.#appends = new AppendQueue((batch) => this.#write(batch), limits);
    this.#notifier = new Notifier(this.#queries);
    this.#tail = new LogTail(listenTo(this.#queries));
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return this.#appends.add(appendRequest(stream, expected, events));
  }

  async readStream(
    stream: string,
    options: { fromRevision?: number; limit?: number } = {},
  ): Promise<RecordedEvent[]> {
    const { fromRevision = 0, limit } = options;
    const rows =
      fromRevision === 0 && limit === undefined
        ? await this.#wholeStreams.read(stream)
        : await this.#queries.read<EventRow>(READ_STREAM, [stream, fromRevision, limit ?? null]);
    return rows.map(toRecordedEvent);
  }

  async streamNames(prefix: string): Promise<string[]> {
    const rows = await this.#queries.read<{ stream: string }>(STREAM_NAMES, [
      prefix,
      prefix + LAST_CHARACTER,
    ]);
    return rows.map(({ stream }) => stream);
  }

  async readAll(options: { after?: Position; limit: number }): Promise<RecordedEvent[]> {
    const after = checkPosition(options.after ?? START);
    const rows = await this.#queries.read<EventRow>(READ_ALL, [after, options.limit]);
    return rows.map(toRecordedEvent);
  }

  async *follow(options: {
    after?: Position;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncGenerator<RecordedEvent[], void, undefined> {
    yield* followLog(this.#tail, (page) => this.readAll(page), {
      after: options.after === undefined ? undefined : checkPosition(options.after),
      batchSize: options.batchSize,
      signal: AbortSignal.any([options.signal, this.#closing.signal]),
    });
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.#queries.read<{ position: string }>(HEAD, []);
    return row === undefined ? undefined : toPosition(row.position);
  }

  async positionAt(recordedAt: EpochMs): Promise<Position | undefined> {
    const [row] = await this.#queries.read<{ position: string }>(POSITION_AT, [recordedAt]);
    return row === undefined ? undefined : toPosition(row.position);
  }

  /** Answers all appends that were begun, ends all followers, gives the connections back. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#appends.close();
    await this.#notifier.close();
    await this.#tail.close();
    await this.#queries.close();
  }

  async #write(batch: readonly AppendRequest[]): Promise<readonly Outcome[]> {
    try {
      return this.#announce(await appendBatch(this.#queries, this.clock, batch));
    } catch (cause) {
      if (!isRefusedData(cause)) throw cause;
      return await this.#writeApart(batch, cause);
    }
  }

  /** Nothing of the batch was written because of something in it: finds what it was, so that the others do not suffer for it. */
  async #writeApart(
    batch: readonly AppendRequest[],
    cause: Error & { code?: string | undefined },
  ): Promise<readonly Outcome[]> {
    const [first, ...others] = batch;
    if (first !== undefined && others.length === 0) {
      const reason = `the database refuses it (SQLSTATE ${cause.code ?? 'unknown'})`;
      return [{ kind: 'refused', error: new InvalidAppend(first.stream, reason, { cause }) }];
    }
    const middle = Math.ceil(batch.length / 2);
    return [...(await this.#write(batch.slice(0, middle))), ...(await this.#write(batch.slice(middle)))];
  }

  /** Those that were there already too: the first answer may have been lost, and with it the announcement. */
  #announce(outcomes: readonly Outcome[]): readonly Outcome[] {
    const newest = outcomes.reduce(
      (position, outcome) =>
        'appended' in outcome && outcome.appended.position > position ? outcome.appended.position : position,
      START,
    );
    if (newest > START) {
      this.#tail.advance(newest);
      this.#notifier.announce(newest);
    }
    return outcomes;
  }
}

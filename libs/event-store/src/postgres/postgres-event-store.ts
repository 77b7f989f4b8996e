import type { Clock, NewEvent, Position, RecordedEvent } from '@redress/kernel';
import type { Pool } from 'pg';
import { EventStoreUnavailable } from '../errors';
import type { Appended, EventStore, ExpectedRevision } from '../event-store';
import { appendBatch, type Outcome } from './append-batch';
import { AppendQueue, type AppendQueueLimits } from './append-queue';
import { appendRequest, type AppendRequest } from './append-request';
import { checkPosition, EVENT_COLUMNS, START, toPosition, toRecordedEvent, type EventRow } from './event-row';
import { HEAD, LogTail } from './log-tail';
import { Backoff, pause, untilAborted } from './machine-time';
import { Notifier } from './notifier';
import { Queries } from './queries';

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
const DEFAULT_FOLLOW_BATCH = 500;
/** How long a follower waits where more was announced than there is: a notification is only as good as its sender. */
const DOUBT_MS = 1_000;

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
 * The EventStore on PostgreSQL 15 to 18, in the schema `event_store` (see eventStoreMigrations). Any number of processes may write
 * to one database: batches are ordered by a lock in it. Followers need a connection that keeps its session: not one through a
 * transaction pooler. Positions are the decimals of a `bigint` in fixed width.
 */
export class PostgresEventStore implements EventStore {
  readonly #queries: Queries;
  readonly #appends: AppendQueue;
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
    this.#appends = new AppendQueue((batch) => this.#write(batch), limits);
    this.#notifier = new Notifier(this.#queries);
    this.#tail = new LogTail(this.#queries);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return this.#appends.add(appendRequest(stream, expected, events));
  }

  async readStream(
    stream: string,
    options: { fromRevision?: number; limit?: number } = {},
  ): Promise<RecordedEvent[]> {
    const rows = await this.#queries.read<EventRow>(READ_STREAM, [
      stream,
      options.fromRevision ?? 0,
      options.limit ?? null,
    ]);
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
    const limit = options.batchSize ?? DEFAULT_FOLLOW_BATCH;
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    let after = checkPosition(options.after ?? START);
    const leave = this.#tail.join(signal);
    try {
      while (!signal.aborted) {
        const claimed = this.#tail.head;
        const events = (await untilAborted(this.#readPatiently(after, limit, signal), signal)) ?? [];
        const last = events.at(-1);
        if (last !== undefined) {
          after = last.position;
          yield events;
        }
        if (events.length === 0 && claimed > after) await pause(DOUBT_MS, signal);
        else if (events.length < limit) await this.#tail.waitBeyond(after, signal);
      }
    } finally {
      leave();
    }
  }

  async head(): Promise<Position | undefined> {
    const [row] = await this.#queries.read<{ position: string }>(HEAD, []);
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
    const outcomes = await appendBatch(this.#queries, this.clock, batch);
    // Those that were there already too: the first answer may have been lost, and with it the announcement.
    const newest = outcomes.reduce(
      (position, outcome) =>
        outcome.kind !== 'refused' && outcome.appended.position > position
          ? outcome.appended.position
          : position,
      START,
    );
    if (newest > START) {
      this.#tail.advance(newest);
      this.#notifier.announce(newest);
    }
    return outcomes;
  }

  /** As readAll, but waits for a database that is away. Gives nothing when the signal aborts meanwhile. */
  async #readPatiently(after: Position, limit: number, signal: AbortSignal): Promise<RecordedEvent[]> {
    const backoff = new Backoff(50, 1_000);
    while (!signal.aborted) {
      try {
        return await this.readAll({ after, limit });
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable)) throw error;
        await pause(backoff.next(), signal);
      }
    }
    return [];
  }
}

import type { EpochMs, NewEvent, Position, RecordedEvent } from '@redress/kernel';

/** What the writer believes of the stream: `none` does not exist yet, a number is its last revision, `any` does not care. */
export type ExpectedRevision = number | 'none' | 'any';

/** Where the last event of an append stands. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: EpochMs;
}

/**
 * The log of facts: streams that only grow, and one order over all of them.
 *
 * - An append is all or nothing. The same event ids with the same expected revision again are the same success, and write nothing.
 * - Positions become visible in order: who has read up to a position never misses one below it. Two events of a stream stand
 *   in the log in the order of their revisions.
 * - `recordedAt` is business time given by the store, and never falls along the log. An adapter without a lock over all writers says by
 *   how much it may, between two of them.
 * - An event id is unique within its stream, and in most adapters in the whole store. Whoever derives ids derives them from the stream too.
 */
export interface EventStore {
  /**
   * Appends `events` (at least one) to `stream`, named `<category>-<id>`.
   * Throws WrongExpectedRevision, EventIdTaken or EventStoreUnavailable.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** The events of a stream in order, from `fromRevision` (default 0), at most `limit`; none where there is no such stream. */
  readStream(stream: string, options?: { fromRevision?: number; limit?: number }): Promise<RecordedEvent[]>;

  /** The names of the streams that begin like this, in order. Cheap where they are few, however long the log. */
  streamNames(prefix: string): Promise<string[]>;

  /** The events of all streams in order, after `after` (default: from the start), at most `limit`. */
  readAll(options: { after?: Position; limit: number }): Promise<RecordedEvent[]>;

  /**
   * All events after `after`, then each new one as it is appended, in batches of at most `batchSize`, until `signal` aborts.
   * Survives the loss of the database by waiting for it.
   */
  follow(options: {
    after?: Position;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncIterable<RecordedEvent[]>;

  /** The position of the last event; undefined while there is none. */
  head(): Promise<Position | undefined>;

  /**
   * The position of the last event that was recorded at an instant or before it, as all events before it were; undefined where none was. An
   * instant that is not over yet may get more events.
   */
  positionAt(recordedAt: EpochMs): Promise<Position | undefined>;
}

/** Nest token of the EventStore in use. */
export const EVENT_STORE = Symbol('EventStore');

import type { Clock, EpochMs, NewEvent, Position, RecordedEvent } from '@redress/kernel';
import { AppendQueue, type AppendQueueLimits, type Outcome } from '../append-queue';
import type { Appended, EventStore, ExpectedRevision } from '../event-store';
import { followLog } from '../follow-log';
import { LogTail } from '../log-tail';
import { appendRequest, type AppendRequest } from './append-request';
import { Appender } from './appender';
import { Connection } from './connection';
import { Instants } from './instants';
import { KnownStreams } from './known-streams';
import { listenTo } from './listen';
import { LogReader } from './log-reader';
import { toLogPosition } from './position';
import { toRecordedEvent } from './stored-event';
import { StreamNames } from './stream-names';

/** Limits of a KurrentEventStore; times are machine time. */
export interface KurrentEventStoreOptions extends Partial<AppendQueueLimits> {
  /** How long the server may be silent to one call before it is asked again by a new client, which needs 500 to begin. Default 3,000. */
  readonly requestTimeoutMs?: number;
  /** How often a follower looks whether its subscription keeps something back. Default 5,000. */
  readonly lookEveryMs?: number;
}

const DEFAULTS = {
  appendTimeoutMs: 8_000,
  requestTimeoutMs: 3_000,
  lookEveryMs: 5_000,
  maxBatchAppends: 256,
  maxWaiting: 10_000,
};

/**
 * The EventStore on KurrentDB (EventStoreDB from 22.6), by its official client. The database is Redress's own: what others write into it is
 * left out. Positions are KurrentDB's pairs (commit, prepare) in decimals of fixed width.
 *
 * What it keeps less of than the PostgreSQL adapter, having no lock over all writers and no index of event ids:
 * - An event id is unique within its stream. The same id on another stream is another event.
 * - `recordedAt` never falls along what one process appends. Where two processes have appends in flight at the same time it may fall from
 * one   to the other, by no more than their clocks differ plus the time that an append takes.
 * - `positionAt` reads the log up to the instant, once in a process: there is no index of instants, and no place in the log can be guessed.
 */
export class KurrentEventStore implements EventStore {
  /** One for appends and one for all else: an append whose outcome is unknown costs its client, and a new one is slow to read. */
  readonly #writing: Connection;
  readonly #reading: Connection;
  readonly #reader: LogReader;
  readonly #known = new KnownStreams();
  readonly #names: StreamNames;
  readonly #instants: Instants;
  readonly #appender: Appender;
  readonly #appends: AppendQueue<AppendRequest>;
  readonly #tail: LogTail;
  readonly #closing = new AbortController();

  /**
   * @param url `kurrentdb://[USER:PASSWORD@]HOST:2113[?tls=false]`, or several hosts of a cluster. Throws a RangeError where it is none.
   * @param clock where `recordedAt` comes from
   */
  constructor(url: string, clock: Clock, options: KurrentEventStoreOptions = {}) {
    const limits = { ...DEFAULTS, ...options };
    this.#writing = new Connection(url, limits.requestTimeoutMs);
    this.#reading = new Connection(url, limits.requestTimeoutMs);
    this.#reader = new LogReader(this.#reading);
    this.#names = new StreamNames(this.#reader);
    this.#instants = new Instants(this.#reader);
    this.#appender = new Appender(this.#writing, this.#reader, this.#known, clock);
    this.#appends = new AppendQueue((batch) => this.#write(batch), limits);
    this.#tail = new LogTail(listenTo(this.#reading, this.#reader, limits.lookEveryMs));
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return this.#appends.add(appendRequest(stream, expected, events));
  }

  async readStream(
    stream: string,
    { fromRevision = 0, limit }: { fromRevision?: number; limit?: number } = {},
  ): Promise<RecordedEvent[]> {
    const events = await this.#reader.stream(stream, fromRevision, limit);
    // All of it: whatever was known before, of a server that was since set back to an older backup, say, is known anew.
    if (fromRevision === 0 && limit === undefined) this.#known.forget(stream);
    this.#known.learn(stream, events);
    return events.flatMap((event) => toRecordedEvent(event) ?? []);
  }

  streamNames(prefix: string): Promise<string[]> {
    return this.#names.beginningWith(prefix);
  }

  readAll({ after, limit }: { after?: Position; limit: number }): Promise<RecordedEvent[]> {
    return this.#reader.after(after, limit);
  }

  async *follow(options: {
    after?: Position;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncGenerator<RecordedEvent[], void, undefined> {
    if (options.after !== undefined) toLogPosition(options.after);
    yield* followLog(this.#tail, (page) => this.readAll(page), {
      after: options.after,
      batchSize: options.batchSize,
      signal: AbortSignal.any([options.signal, this.#closing.signal]),
    });
  }

  async head(): Promise<Position | undefined> {
    return (await this.#reader.last())?.position;
  }

  positionAt(recordedAt: EpochMs): Promise<Position | undefined> {
    return this.#instants.positionAt(recordedAt);
  }

  /** Answers all appends that were begun, ends all followers, gives the connections back. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#appends.close();
    await this.#tail.close();
    this.#writing.close();
    this.#reading.close();
  }

  async #write(batch: readonly AppendRequest[]): Promise<readonly Outcome[]> {
    const outcomes = await this.#appender.write(batch);
    for (const outcome of outcomes) if ('appended' in outcome) this.#tail.advance(outcome.appended.position);
    return outcomes;
  }
}

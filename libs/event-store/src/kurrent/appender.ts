import { ErrorType, jsonEvent, NO_STREAM } from '@kurrent/kurrentdb-client';
import type { Clock, EpochMs } from '@redress/kernel';
import type { Outcome } from '../append-queue';
import { EventIdTaken, InvalidAppend, WrongExpectedRevision } from '../errors';
import type { Appended } from '../event-store';
import type { AppendRequest } from './append-request';
import { isError, type Connection } from './connection';
import type { KnownStreams, Verdict } from './known-streams';
import { FROM_LEADER, type LogReader } from './log-reader';
import { recordedNow, toRecordedEvent } from './stored-event';

/** How often an append that does not care for the revision is tried where others are faster, before it goes back into the queue. */
const ATTEMPTS = 8;

/**
 * Writes batches of appends. The appends of a batch are in flight together; batches of one process never are, and get the time of
 * recording at their begin, no earlier than that of the log's last event.
 */
export class Appender {
  #recordedAt: EpochMs = 0;

  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
    private readonly known: KnownStreams,
    private readonly clock: Clock,
  ) {}

  /** Rejects with EventStoreUnavailable where nothing of the batch was sent. */
  async write(batch: readonly AppendRequest[]): Promise<readonly Outcome[]> {
    const last = await this.reader.last();
    this.#recordedAt = Math.max(this.clock.now(), this.#recordedAt, last?.recordedAt ?? 0);
    return Promise.all(
      batch.map((request) =>
        this.#append(request).catch((error: unknown): Outcome => {
          return error instanceof InvalidAppend
            ? { kind: 'refused', error }
            : { kind: 'unknown', cause: error };
        }),
      ),
    );
  }

  async #append(request: AppendRequest): Promise<Outcome> {
    const { stream, expected, events } = request;
    let verdict = await this.#judge(request);
    for (let attempt = 1; verdict.kind === 'new'; attempt++) {
      if (await this.#send(request, verdict.after)) {
        verdict = { kind: 'repeated', revision: verdict.after + events.length };
        break;
      }
      if (attempt === ATTEMPTS) throw new Error(`${stream}: others kept writing`);
      this.known.forget(stream);
      await this.#readOn(stream);
      verdict = this.#verdict(request);
    }
    switch (verdict.kind) {
      case 'repeated':
        return { kind: 'appended', appended: await this.#appended(request, verdict.revision) };
      case 'id-taken':
        return { kind: 'refused', error: new EventIdTaken(stream) };
      case 'wrong-revision': {
        const actual = verdict.actual < 0 ? undefined : verdict.actual;
        return { kind: 'refused', error: new WrongExpectedRevision(stream, expected, actual) };
      }
    }
  }

  /** Reads on where what is known does not reach as far as the append expects, and before it says that the revision is wrong. */
  async #judge(request: AppendRequest): Promise<Verdict> {
    const { stream, expected } = request;
    const needed = expected === 'none' ? -1 : expected === 'any' ? Infinity : expected;
    if (this.known.last(stream) >= needed) {
      const verdict = this.#verdict(request);
      if (verdict.kind !== 'wrong-revision') return verdict;
    }
    await this.#readOn(stream);
    return this.#verdict(request);
  }

  #verdict({ stream, expected, events }: AppendRequest): Verdict {
    return this.known.judge(
      stream,
      expected,
      events.map(({ id }) => id),
    );
  }

  async #readOn(stream: string): Promise<void> {
    this.known.learn(stream, await this.reader.stream(stream, this.known.last(stream) + 1, undefined));
  }

  /** False: the stream does not end at this revision any more. The server takes the same ids there for the same append. */
  async #send({ stream, events }: AppendRequest, after: number): Promise<boolean> {
    const recordedAt = this.#recordedAt;
    const sent = events.map((event) => jsonEvent(recordedNow(event, recordedAt)));
    const streamState = after < 0 ? NO_STREAM : BigInt(after);
    try {
      const { success } = await this.connection.ask((client) =>
        client.appendToStream(stream, sent, { ...FROM_LEADER, streamState }),
      );
      return success;
    } catch (error) {
      if (isError(error, ErrorType.WRONG_EXPECTED_VERSION)) return false;
      if (isError(error, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED)) {
        throw new InvalidAppend(stream, 'the server takes less in one append', { cause: error });
      }
      throw error;
    }
  }

  /**
   * Where the append stands, by its last event as it was stored: the server answers a repeated append as a new one, without the time of the
   * first and, at times, without its position.
   */
  async #appended({ stream, events }: AppendRequest, revision: number): Promise<Appended> {
    const read = await this.reader.stream(stream, revision, 1);
    const [last] = read.flatMap((event) => toRecordedEvent(event) ?? []);
    if (last === undefined || last.id !== events.at(-1)?.id) {
      throw new Error(`${stream}: what was appended is not there`);
    }
    this.known.learn(
      stream,
      events.map(({ id }, at) => ({ id, revision: revision - events.length + 1 + at })),
    );
    return { revision, position: last.position, recordedAt: last.recordedAt };
  }
}

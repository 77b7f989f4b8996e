import {
  BACKWARDS,
  END,
  ErrorType,
  START,
  streamNameFilter,
  type AllStreamResolvedEvent,
  type ReadAllOptions,
} from '@kurrent/kurrentdb-client';
import type { Position, RecordedEvent } from '@redress/kernel';
import { isError, type Connection } from './connection';
import { toLogPosition, toPosition } from './position';
import { toRecordedEvent, type ReadEvent } from './stored-event';

/** The server's own streams begin with `$`. */
export const NOT_THE_SERVERS = '^[^$]';
/** From the leader only: a follower may not yet have what was acknowledged. */
export const FROM_LEADER = { requiresLeader: true } as const;

/** Reads streams and the log. Rejects with EventStoreUnavailable. */
export class LogReader {
  constructor(private readonly connection: Connection) {}

  /** The events of a stream as they are, whoever wrote them; none where there is no such stream. */
  async stream(stream: string, fromRevision: number, limit: number | undefined): Promise<ReadEvent[]> {
    if (limit === 0) return [];
    try {
      const resolved = await this.connection.read((client) =>
        client.readStream(stream, {
          ...FROM_LEADER,
          fromRevision: BigInt(fromRevision),
          ...(limit === undefined ? {} : { maxCount: limit }),
        }),
      );
      return resolved.flatMap(({ event }) => event ?? []);
    } catch (error) {
      if (isError(error, ErrorType.STREAM_NOT_FOUND)) return [];
      throw error;
    }
  }

  /** Redress's events after a position, at most `limit`: fewer only where the log ends. */
  async after(after: Position | undefined, limit: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let from = after; events.length < limit;) {
      const wanted = limit - events.length;
      const page = await this.#page(from, wanted);
      events.push(...page.flatMap((event) => toRecordedEvent(event) ?? []));
      if (page.length < wanted) break;
      from = toPosition(page.at(-1)?.position);
    }
    return events;
  }

  /** The last of Redress's events. */
  async last(): Promise<RecordedEvent | undefined> {
    for (let count = 1; ; count *= 16) {
      const events = await this.#all({
        direction: BACKWARDS,
        fromPosition: END,
        maxCount: count,
        filter: streamNameFilter({ regex: NOT_THE_SERVERS }),
      });
      const [last] = events.flatMap((event) => toRecordedEvent(event) ?? []);
      if (last !== undefined || events.length < count) return last;
    }
  }

  /** The position of the last event of all, the server's own included. */
  async end(): Promise<Position | undefined> {
    const [last] = await this.#all({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
    return last === undefined ? undefined : toPosition(last.position);
  }

  /**
   * The events after a position on the streams that begin like this.
   * @param silenceMs the server says nothing while it finds nothing, however much of the log it looks through
   */
  async ofStreams(prefix: string, after: Position | undefined, silenceMs: number): Promise<ReadEvent[]> {
    const filter = streamNameFilter({ prefixes: [prefix] });
    return this.#all({ fromPosition: after === undefined ? START : toLogPosition(after), filter }, silenceMs);
  }

  /** At most `limit` events of others than the server after a position; fewer only where the log ends. */
  async #page(after: Position | undefined, limit: number): Promise<ReadEvent[]> {
    const filter = streamNameFilter({ regex: NOT_THE_SERVERS });
    if (after === undefined) return this.#all({ fromPosition: START, maxCount: limit, filter });
    // A read begins with the event at the position.
    const events = await this.#all({ fromPosition: toLogPosition(after), maxCount: limit + 1, filter });
    return events.filter(({ position }) => toPosition(position) > after).slice(0, limit);
  }

  async #all(options: ReadAllOptions, silenceMs?: number): Promise<ReadEvent[]> {
    const resolved = await this.connection.read<AllStreamResolvedEvent>(
      (client) => client.readAll({ ...FROM_LEADER, ...options }),
      silenceMs,
    );
    return resolved.flatMap(({ event }) => event ?? []);
  }
}

import {
  checkAppend,
  EventIdTaken,
  storableJson,
  WrongExpectedRevision,
  type Appended,
  type EventStore,
  type ExpectedRevision,
} from '@redress/event-store';
import {
  fromIso,
  SystemClock,
  type Clock,
  type EpochMs,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '@redress/kernel';

/** An EventStore that forgets, for specs that need the port and no database. */
export class InMemoryEventStore implements EventStore {
  readonly #log: RecordedEvent[] = [];
  readonly #streams = new Map<string, RecordedEvent[]>();
  readonly #ids = new Map<string, RecordedEvent>();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly clock: Clock = new SystemClock()) {}

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return new Promise((resolve) => {
      resolve(this.#append(stream, expected, events));
    });
  }

  #append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended {
    checkAppend(stream, expected, events);
    const stored = JSON.parse(storableJson(stream, events)) as NewEvent[];
    const before = this.#streams.get(stream) ?? [];
    const repeated = this.#repeated(stream, expected, events);
    if (repeated !== undefined) return repeated;
    const actual = before.at(-1)?.revision;
    const asExpected =
      expected === 'any' || (expected === 'none' ? actual === undefined : actual === expected);
    if (!asExpected) throw new WrongExpectedRevision(stream, expected, actual);
    const recordedAt = Math.max(this.clock.now(), this.#log.at(-1)?.recordedAt ?? 0);
    for (const event of stored) {
      const recorded: RecordedEvent = {
        ...event,
        occurredAt: fromIso(event.occurredAt),
        stream,
        revision: before.length,
        position: positionOf(this.#log.length),
        recordedAt,
      };
      before.push(recorded);
      this.#log.push(recorded);
      this.#ids.set(event.id, recorded);
    }
    this.#streams.set(stream, before);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    return { revision: before.length - 1, position: positionOf(this.#log.length - 1), recordedAt };
  }

  /** The outcome of the append that this one repeats; throws where only some ids are known, or at another place. */
  #repeated(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended | undefined {
    const known = events.map(({ id }) => this.#ids.get(id));
    const first = known[0];
    if (known.every((event) => event === undefined)) return undefined;
    const start = expected === 'any' ? first?.revision : expected === 'none' ? 0 : expected + 1;
    const same = known.every(
      (event, at) => event?.stream === stream && event.revision === (start ?? -1) + at,
    );
    const last = known.at(-1);
    if (!same || last === undefined) throw new EventIdTaken(stream);
    return { revision: last.revision, position: last.position, recordedAt: last.recordedAt };
  }

  readStream(
    stream: string,
    options: { fromRevision?: number; limit?: number } = {},
  ): Promise<RecordedEvent[]> {
    const from = options.fromRevision ?? 0;
    const to = options.limit === undefined ? undefined : from + options.limit;
    return Promise.resolve((this.#streams.get(stream) ?? []).slice(from, to));
  }

  streamNames(prefix: string): Promise<string[]> {
    return Promise.resolve([...this.#streams.keys()].filter((name) => name.startsWith(prefix)).sort());
  }

  readAll(options: { after?: Position; limit: number }): Promise<RecordedEvent[]> {
    return Promise.resolve(this.#after(options.after, options.limit));
  }

  async *follow(options: {
    after?: Position;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncGenerator<RecordedEvent[], void, undefined> {
    let after = options.after;
    while (!options.signal.aborted) {
      const events = this.#after(after, options.batchSize ?? 500);
      if (events.length > 0) {
        after = events.at(-1)?.position;
        yield events;
      } else {
        await this.#appended(options.signal);
      }
    }
  }

  head(): Promise<Position | undefined> {
    return Promise.resolve(this.#log.at(-1)?.position);
  }

  positionAt(recordedAt: EpochMs): Promise<Position | undefined> {
    return Promise.resolve(this.#log.findLast((event) => event.recordedAt <= recordedAt)?.position);
  }

  #after(after: Position | undefined, limit: number): RecordedEvent[] {
    const from = after === undefined ? 0 : Number(after);
    return this.#log.slice(from, from + limit);
  }

  #appended(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

/** Positions count from 1, and compare as text. */
const positionOf = (index: number): Position => String(index + 1).padStart(16, '0');

import type { EventFeed } from '@redress/event-feed';
import {
  DomainError,
  toIso,
  type Clock,
  type EpochMs,
  type Position,
  type RecordedEvent,
} from '@redress/kernel';
import type { ReadModel } from './read-model';

/** How long a question waits until the rows have come to the instant that it asks about, in ms of machine time. */
const WAIT_MS = 5_000;

/** How many events are read at once, to see whether they concern partitions whose checkpoints are behind. */
const READ_EVENTS = 1_000;

/** What is asked of the event store. */
interface PastLog {
  positionAt(recordedAt: EpochMs): Promise<Position | undefined>;
  readAll(options: { after?: Position; limit: number }): Promise<RecordedEvent[]>;
}

/** An instant of the past, and the last event that was recorded by then. */
export interface PastInstant {
  readonly at: EpochMs;
  /** Undefined: nothing was recorded yet. */
  readonly position: Position | undefined;
}

export interface PastPorts {
  readonly store: PastLog;
  readonly feed: Pick<EventFeed, 'partitionOf'>;
  readonly readModel: ReadModel;
  /** Whose instants events are recorded at. */
  readonly clock: Clock;
}

/**
 * Finds an instant in the log itself. Throws DomainError `instant-in-future`.
 * @param now by the clock whose instants events are recorded at
 */
export async function instantInLog(
  store: Pick<PastLog, 'positionAt'>,
  at: EpochMs,
  now: EpochMs,
): Promise<PastInstant> {
  if (at > now) {
    const details = { asOf: toIso(at), now: toIso(now) };
    throw new DomainError('invalid', 'instant-in-future', 'Nothing was recorded by then yet.', details);
  }
  return { at, position: await store.positionAt(at) };
}

/** Those of some events that had been recorded at an instant. */
export const recordedBy = (
  events: readonly RecordedEvent[],
  { position: last = '' }: Pick<PastInstant, 'position'>,
): readonly RecordedEvent[] => events.filter(({ position }) => position <= last);

/**
 * Instants of the past, for questions to the rows as they were: `recordedAt` never falls along the log, so an instant is a position. An
 * instant of this very moment may get more events yet, and another position with them.
 */
export class Past {
  constructor(private readonly ports: PastPorts) {}

  /**
   * Resolves once `rowsOf` gives, of all tables of the projection that have a history, the rows as they were. Throws DomainError
   * `instant-in-future`, and `unavailable` where the rows do not come that far in time, or their history is still being built.
   */
  async instant(projection: string, at: EpochMs): Promise<PastInstant> {
    const found = await instantInLog(this.ports.store, at, this.ports.clock.now());
    if (!(await this.#shows(projection, found.position))) {
      throw new DomainError(
        'unavailable',
        'unavailable',
        'What is shown has not come to this instant yet; ask again.',
      );
    }
    return found;
  }

  /** True as soon as every event up to the position is in the rows. */
  async #shows(projection: string, position: Position | undefined): Promise<boolean> {
    const { readModel } = this.ports;
    const deadline = Date.now() + WAIT_MS;
    const reached = await readModel.reached(projection);
    if (reached?.keepsHistory !== true) return false;
    if (position === undefined) return true;
    for (const [partition, end] of await this.#missing(reached.positions, position)) {
      const timeoutMs = deadline - Date.now();
      if (!(await readModel.waitFor(projection, partition, end, { timeoutMs }))) return false;
    }
    return true;
  }

  /**
   * The last event up to the position of each partition that has not handled it. The checkpoint of a partition in which little happens
   * stands far back though nothing is missing, so the log is read from there on; where all are beyond the position, it is not read at all.
   */
  async #missing(
    reached: readonly (Position | undefined)[],
    position: Position,
  ): Promise<ReadonlyMap<number, Position>> {
    const { store, feed } = this.ports;
    const missing = new Map<number, Position>();
    const behind = reached
      .map((checkpoint) => checkpoint ?? '')
      .filter((checkpoint) => checkpoint < position);
    for (let after = behind.toSorted()[0]; after !== undefined;) {
      const events = await store.readAll({ ...(after === '' ? {} : { after }), limit: READ_EVENTS });
      for (const event of events) {
        const partition = feed.partitionOf(event.partitionKey);
        if (event.position <= position && event.position > (reached[partition] ?? ''))
          missing.set(partition, event.position);
      }
      const last = events.at(-1)?.position;
      after = last === undefined || last >= position ? undefined : last;
    }
    return missing;
  }
}

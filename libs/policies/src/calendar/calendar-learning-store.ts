import type { Appended, EventStore, ExpectedRevision } from '@redress/event-store';
import type { EpochMs, NewEvent, Position, RecordedEvent } from '@redress/kernel';
import type { CalendarRef, Rule, Target } from '@redress/sla';
import { knowCalendars } from './published-calendars';

/**
 * The event store as whoever decides, or answers questions, reads it: the calendars that the events of a stream name are known to the
 * algebra once the stream is read, whichever process has published them. Decisions ask for calendars in the midst of pure code, where
 * nobody can wait for one.
 *
 * A calendar is published before anything names it, so the store has it. One that it has not stays unknown: `CalendarUnknown` meets whoever
 * needs it, and nobody else. What follows the log (`readAll`, `follow`) passes as it is: see `learnMissingCalendar`.
 */
export class CalendarLearningStore implements EventStore {
  constructor(private readonly store: EventStore) {}

  async readStream(
    stream: string,
    options?: { fromRevision?: number; limit?: number },
  ): Promise<RecordedEvent[]> {
    const events = await this.store.readStream(stream, options);
    await knowCalendars(this.store, events.flatMap(calendarsNamedBy));
    return events;
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return this.store.append(stream, expected, events);
  }

  streamNames(prefix: string): Promise<string[]> {
    return this.store.streamNames(prefix);
  }

  readAll(options: { after?: Position; limit: number }): Promise<RecordedEvent[]> {
    return this.store.readAll(options);
  }

  follow(options: {
    after?: Position;
    batchSize?: number;
    signal: AbortSignal;
  }): AsyncIterable<RecordedEvent[]> {
    return this.store.follow(options);
  }

  head(): Promise<Position | undefined> {
    return this.store.head();
  }

  positionAt(recordedAt: EpochMs): Promise<Position | undefined> {
    return this.store.positionAt(recordedAt);
  }
}

/** By its target, or by the targets of its rules: what an event says of targets it says in full. */
function calendarsNamedBy({ data }: RecordedEvent): readonly CalendarRef[] {
  const { target, rules = [] } = data as {
    readonly target?: Partial<Target>;
    readonly rules?: readonly Partial<Rule>[];
  };
  return [target, ...rules.flatMap(({ targets = [] }) => targets)].flatMap((one) => one?.calendar ?? []);
}

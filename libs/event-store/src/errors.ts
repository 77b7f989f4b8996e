import type { ExpectedRevision } from './event-store';

/** The stream is not where the writer believed it to be. `actual` is undefined where the stream does not exist. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | undefined,
  ) {
    super(`${stream}: expected revision ${String(expected)}, found ${String(actual ?? 'none')}`);
  }
}

/** One of the event ids is taken already, and this append is not a repetition of the one that put it there. */
export class EventIdTaken extends Error {
  override readonly name = 'EventIdTaken';

  constructor(readonly stream: string) {
    super(`${stream}: an event id of this append is taken by another event`);
  }
}

/** The store can't be reached, or did not answer in time; whether the append was done is unknown. Safe to retry with the same ids. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable';
}

/** The append can't be stored as it stands, however often it is sent: a malformed id, text that no database takes, too much of it. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';

  /** @param reason plain words without anything from the event's data */
  constructor(
    readonly stream: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${stream}: ${reason}`, options);
  }
}

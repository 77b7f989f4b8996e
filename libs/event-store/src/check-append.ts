import { fromIso, type NewEvent } from '@redress/kernel';
import { EventIdTaken, InvalidAppend } from './errors';
import type { ExpectedRevision } from './event-store';

/** How much the events of one append may be as JSON, in bytes: what a Kafka broker takes as one message without being asked for more. */
export const MAX_APPEND_BYTES = 1_000_000;

/** Revisions and versions are 32-bit integers in every store. */
const MAX_INTEGER = 2 ** 31 - 1;
const STREAM = /^[a-z][a-zA-Z0-9]*-[\x21-\x7e]{1,200}$/;
const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// JSON.stringify writes both as escapes, and nothing else that begins like them but an escaped backslash.
const NUL_OR_HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * What every adapter refuses before it asks its database, so that an append which can't be stored hurts nobody else.
 * Throws InvalidAppend; EventIdTaken where two events of the append have the same id.
 */
export function checkAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): void {
  const refuse = (reason: string, options?: ErrorOptions): never => {
    throw new InvalidAppend(stream, reason, options);
  };
  if (!STREAM.test(stream))
    refuse('not a stream name, which is <category>-<id> in at most 200 printable characters');
  if (typeof expected === 'number' && !isCount(expected)) refuse('the expected revision is not a revision');
  if (events.length === 0) refuse('an append needs at least one event');
  const ids = new Set<string>();
  for (const event of events) {
    if (!EVENT_ID.test(event.id)) refuse('an event id is not a UUID in small letters');
    if (ids.has(event.id)) throw new EventIdTaken(stream);
    ids.add(event.id);
    if (event.type === '') refuse('an event has no type');
    if (!isCount(event.version) || event.version === 0)
      refuse('the version of an event does not count from 1');
    try {
      fromIso(event.occurredAt);
    } catch (cause) {
      refuse('occurredAt of an event is not an instant', { cause });
    }
  }
}

/**
 * The JSON of all that an append writes. Throws InvalidAppend where there is no such JSON, where it has more than
 * MAX_APPEND_BYTES, or where it holds what PostgreSQL's `jsonb` can't: the character U+0000, or half of a surrogate pair.
 */
export function storableJson(stream: string, events: readonly object[]): string {
  let json: string;
  try {
    json = JSON.stringify(events);
  } catch (cause) {
    throw new InvalidAppend(stream, 'the data of an event is not JSON', { cause });
  }
  if (json.includes('\\u') && NUL_OR_HALF_CHARACTER.test(json)) {
    throw new InvalidAppend(stream, 'an event holds the character U+0000 or half of a surrogate pair');
  }
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_APPEND_BYTES) {
    throw new InvalidAppend(
      stream,
      `${String(bytes)} bytes in one append, ${String(MAX_APPEND_BYTES)} are the most`,
    );
  }
  return json;
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < MAX_INTEGER;

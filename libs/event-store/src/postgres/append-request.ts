import type { NewEvent } from '@redress/kernel';
import type { QueuedAppend } from '../append-queue';
import { checkAppend, storableJson } from '../check-append';
import type { ExpectedRevision } from '../event-store';
import { toIncoming } from './event-row';

/** An append in the form in which it travels: checked, and no longer touched by whatever its sender does with the events. */
export interface AppendRequest extends QueuedAppend {
  readonly expected: ExpectedRevision;
  /** One element of the array that `event_store.append_batch` takes. */
  readonly json: string;
}

/** Throws InvalidAppend, and EventIdTaken where an id is in it twice. */
export function appendRequest(
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): AppendRequest {
  checkAppend(stream, expected, events);
  const before = expected === 'none' ? -1 : expected === 'any' ? -2 : expected;
  const written = storableJson(stream, events.map(toIncoming));
  const json = `{"stream":${JSON.stringify(stream)},"expected":${String(before)},"events":${written}}`;
  return { stream, expected, json, size: json.length };
}

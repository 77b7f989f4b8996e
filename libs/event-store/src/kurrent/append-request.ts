import type { NewEvent } from '@redress/kernel';
import type { QueuedAppend } from '../append-queue';
import { checkAppend, storableJson } from '../check-append';
import type { ExpectedRevision } from '../event-store';
import { toStorable, type StorableEvent } from './stored-event';

/** An append in the form in which it travels: checked, and no longer touched by whatever its sender does with the events. */
export interface AppendRequest extends QueuedAppend {
  readonly expected: ExpectedRevision;
  readonly events: readonly StorableEvent[];
}

/** Throws InvalidAppend, and EventIdTaken where an id is in it twice. */
export function appendRequest(
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): AppendRequest {
  checkAppend(stream, expected, events);
  const json = storableJson(stream, events.map(toStorable));
  return { stream, expected, events: JSON.parse(json) as StorableEvent[], size: json.length };
}

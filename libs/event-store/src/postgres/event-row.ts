import {
  fromIso,
  type ActorKind,
  type NewEvent,
  type Position,
  type RecordedEvent,
  type Role,
} from '@redress/kernel';

/** The columns that an event is read from, in the order of EventRow. */
export const EVENT_COLUMNS = `position, recorded_at, occurred_at, id, revision, version, stream, type, actor_id, actor_kind, actor_role,
  correlation_id, causation_id, command_id, fingerprint, partition_key, data`;

/** A row of `event_store.events` as the driver gives it: `bigint` comes as text. */
export interface EventRow {
  readonly position: string;
  readonly recorded_at: string;
  readonly occurred_at: string;
  readonly id: string;
  readonly revision: number;
  readonly version: number;
  readonly stream: string;
  readonly type: string;
  readonly actor_id: string;
  readonly actor_kind: ActorKind;
  readonly actor_role: Role;
  readonly correlation_id: string;
  readonly causation_id: string;
  readonly command_id: string;
  readonly fingerprint: string | null;
  readonly partition_key: string;
  readonly data: object;
}

/** The place before the first event: positions count from 1. */
export const START: Position = '0'.repeat(19);

/** A `bigint` as a position: never a number on the way, so exact; of one width, so that text compares as numbers do. */
export const toPosition = (bigint: string): Position => bigint.padStart(START.length, '0');

export const isPosition = (text: string): boolean => /^\d{19}$/.test(text);

/** The position as a query takes it. Throws a RangeError where it is no position of this store. */
export function checkPosition(position: Position): Position {
  if (!isPosition(position))
    throw new RangeError(`not a position of this event store: ${JSON.stringify(position)}`);
  return position;
}

/** A `bigint` of milliseconds as a number. Throws a RangeError where it would not be exact. */
export function toEpochMs(bigint: string): number {
  const ms = Number(bigint);
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not an instant: ${bigint}`);
  return ms;
}

/** The event in the layout that `event_store.append_batch` takes. */
export const toIncoming = (event: NewEvent): object => ({
  id: event.id,
  type: event.type,
  version: event.version,
  occurred_at: fromIso(event.occurredAt),
  actor_id: event.actor.id,
  actor_kind: event.actor.kind,
  actor_role: event.actor.role,
  correlation_id: event.correlationId,
  causation_id: event.causationId,
  command_id: event.commandId,
  fingerprint: event.fingerprint,
  partition_key: event.partitionKey,
  data: event.data,
});

export const toRecordedEvent = (row: EventRow): RecordedEvent => ({
  id: row.id,
  stream: row.stream,
  revision: row.revision,
  position: toPosition(row.position),
  type: row.type,
  version: row.version,
  occurredAt: toEpochMs(row.occurred_at),
  recordedAt: toEpochMs(row.recorded_at),
  actor: { id: row.actor_id, kind: row.actor_kind, role: row.actor_role },
  correlationId: row.correlation_id,
  causationId: row.causation_id,
  commandId: row.command_id,
  ...(row.fingerprint === null ? {} : { fingerprint: row.fingerprint }),
  partitionKey: row.partition_key,
  data: row.data,
});

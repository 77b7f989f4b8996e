import {
  fromIso,
  toIso,
  type EpochMs,
  type EventMetadata,
  type IsoInstant,
  type NewEvent,
  type RecordedEvent,
} from '@redress/kernel';
import { toPosition, type LogPosition } from './position';

/** What stands in the JSON metadata of an event: all that KurrentDB has no field for. */
export interface StoredMetadata extends EventMetadata {
  readonly version: number;
  readonly occurredAt: IsoInstant;
  readonly recordedAt: IsoInstant;
}

/** An event as it is sent, but for the time at which it is recorded. */
export interface StorableEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Omit<StoredMetadata, 'recordedAt'>;
}

/** An event as the client gives it. */
export interface ReadEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: LogPosition;
}

/** The event in the layout of a StorableEvent, its data not yet copied. */
export const toStorable = ({ id, type, data, ...event }: NewEvent): object => ({
  id,
  type,
  data,
  metadata: {
    version: event.version,
    occurredAt: toIso(fromIso(event.occurredAt)),
    actor: { id: event.actor.id, kind: event.actor.kind, role: event.actor.role },
    correlationId: event.correlationId,
    causationId: event.causationId,
    commandId: event.commandId,
    ...(event.fingerprint === undefined ? {} : { fingerprint: event.fingerprint }),
    partitionKey: event.partitionKey,
  },
});

export const recordedNow = (
  { metadata, ...event }: StorableEvent,
  recordedAt: EpochMs,
): StorableEvent & { readonly metadata: StoredMetadata } => ({
  ...event,
  metadata: { ...metadata, recordedAt: toIso(recordedAt) },
});

/**
 * The event; undefined where it is none of Redress's: the server's own, a link, or whatever another program wrote into this database.
 * Throws an Error where the server gave no position.
 */
export function toRecordedEvent({ metadata, data, ...event }: ReadEvent): RecordedEvent | undefined {
  if (event.type.startsWith('$') || event.streamId.startsWith('$')) return undefined;
  if (!isStoredMetadata(metadata) || !isObject(data)) return undefined;
  return {
    id: event.id,
    stream: event.streamId,
    revision: Number(event.revision),
    position: toPosition(event.position),
    type: event.type,
    version: metadata.version,
    occurredAt: fromIso(metadata.occurredAt),
    recordedAt: fromIso(metadata.recordedAt),
    actor: metadata.actor,
    correlationId: metadata.correlationId,
    causationId: metadata.causationId,
    commandId: metadata.commandId,
    ...(metadata.fingerprint === undefined ? {} : { fingerprint: metadata.fingerprint }),
    partitionKey: metadata.partitionKey,
    data,
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const TEXTS = [
  'occurredAt',
  'recordedAt',
  'correlationId',
  'causationId',
  'commandId',
  'partitionKey',
] as const;

const isStoredMetadata = (metadata: unknown): metadata is StoredMetadata => {
  if (!isObject(metadata)) return false;
  const fields = new Map<string, unknown>(Object.entries(metadata));
  return (
    typeof fields.get('version') === 'number' &&
    isObject(fields.get('actor')) &&
    TEXTS.every((name) => typeof fields.get(name) === 'string')
  );
};

import { fromIso, toIso, type Actor, type ActorKind, type RecordedEvent, type Role } from '@redress/kernel';
import type { FetchedRecord, Message } from '@redress/kafka';

/** Where a record stands among those of its partition. */
export interface RecordPlace {
  /** Which relay wrote it: each one that takes over has a higher number. */
  readonly epoch: number;
  /** Counts the events of the partition from 0, without a gap. A record that was written twice has the same number both times. */
  readonly sequence: number;
}

export interface EventRecord extends RecordPlace {
  readonly offset: number;
  readonly event: RecordedEvent;
}

/** A record in the topic is none of ours. */
export class NotAnEvent extends Error {
  override readonly name = 'NotAnEvent';
}

const TYPE_PREFIX = 'redress.';
const VERSION = /^(.+)\.v(\d+)$/;

/**
 * An event as a Kafka record: a CloudEvent 1.0 in binary mode (`ce_` headers; `ce_type` is `redress.<type>.v<version>`), with what it does
 * not know in headers of our own. The key is the event's partition key, the value its data in JSON.
 */
export function toMessage(event: RecordedEvent, place: RecordPlace, source: string): Message {
  const { actor, fingerprint } = event;
  return {
    key: event.partitionKey,
    value: JSON.stringify(event.data),
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: source,
      ce_type: `${TYPE_PREFIX}${event.type}.v${String(event.version)}`,
      ce_time: toIso(event.occurredAt),
      ce_subject: event.stream,
      'content-type': 'application/json',
      redress_revision: String(event.revision),
      redress_position: event.position,
      redress_epoch: String(place.epoch),
      redress_sequence: String(place.sequence),
      redress_recordedat: toIso(event.recordedAt),
      redress_actor: JSON.stringify([actor.id, actor.kind, actor.role]),
      redress_correlationid: event.correlationId,
      redress_causationid: event.causationId,
      redress_commandid: event.commandId,
      ...(fingerprint === undefined ? {} : { redress_fingerprint: fingerprint }),
    },
  };
}

/**
 * The event in a record; undefined where it holds none, of which `onForeign` is told. To pass it over hides nothing: if it was one of ours
 * that was damaged, the next event of the partition has not the number that the guard waits for.
 */
export function eventIn(
  record: FetchedRecord,
  onForeign: (error: NotAnEvent) => void = () => undefined,
): EventRecord | undefined {
  try {
    return fromRecord(record);
  } catch (error) {
    // Without what was thrown: it may show what stands in the record.
    onForeign(
      error instanceof NotAnEvent
        ? error
        : new NotAnEvent(`offset ${record.offset} can not be read as an event`),
    );
    return undefined;
  }
}

function fromRecord(record: FetchedRecord): EventRecord {
  const { headers, key, value } = record;
  const offset = Number(record.offset);
  const text = (name: string): string | undefined => {
    const header = headers[name];
    return header instanceof Buffer ? header.toString() : undefined;
  };
  const wanted = (name: string): string => {
    const found = text(name);
    if (found === undefined) throw new NotAnEvent(`offset ${String(offset)} has no header ${name}`);
    return found;
  };
  const whole = (name: string): number => {
    const number = Number(wanted(name));
    if (!Number.isSafeInteger(number))
      throw new NotAnEvent(`offset ${String(offset)} has no number in ${name}`);
    return number;
  };
  const [, type, version] = VERSION.exec(wanted('ce_type')) ?? [];
  if (type === undefined || !type.startsWith(TYPE_PREFIX) || key === null || value === null) {
    throw new NotAnEvent(`offset ${String(offset)} holds no event of Redress`);
  }
  const fingerprint = text('redress_fingerprint');
  return {
    offset,
    epoch: whole('redress_epoch'),
    sequence: whole('redress_sequence'),
    event: {
      id: wanted('ce_id'),
      stream: wanted('ce_subject'),
      revision: whole('redress_revision'),
      position: wanted('redress_position'),
      type: type.slice(TYPE_PREFIX.length),
      version: Number(version),
      occurredAt: fromIso(wanted('ce_time')),
      recordedAt: fromIso(wanted('redress_recordedat')),
      data: JSON.parse(value.toString()) as object,
      actor: readActor(wanted('redress_actor')),
      correlationId: wanted('redress_correlationid'),
      causationId: wanted('redress_causationid'),
      commandId: wanted('redress_commandid'),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      partitionKey: key.toString(),
    },
  };
}

function readActor(json: string): Actor {
  const [id, kind, role] = JSON.parse(json) as [string, ActorKind, Role];
  return { id, kind, role };
}

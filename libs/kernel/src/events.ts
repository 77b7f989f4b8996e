import type { EpochMs, IsoInstant } from './instant';

/** What JSON can say. Events, and all that crosses a process boundary, are made of it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * `staff`: a person of the call centre · `customer`: the customer (IVR, web form, survey) · `integration`: an outside system
 * (telephony, import) · `system`: Redress itself (timers, automations).
 */
export type ActorKind = 'staff' | 'customer' | 'integration' | 'system';

export type Role = 'agent' | 'shift-leader' | 'supervisor' | 'analyst' | 'integration' | 'system';

/** Who did it. `id` is opaque: it names nobody by itself. */
export interface Actor {
  readonly id: string;
  readonly kind: ActorKind;
  readonly role: Role;
}

/** Redress itself as the actor. */
export const SYSTEM_ACTOR: Actor = { id: 'redress', kind: 'system', role: 'system' };

/**
 * A fact, as a decider decides it: what happened and when. `data` holds JSON only and never personal data: names, numbers,
 * addresses and free text are references into the personal-data store.
 */
export interface DomainEvent<
  Type extends string = string,
  Version extends number = number,
  Data extends object = object,
> {
  readonly type: Type;
  readonly version: Version;
  readonly occurredAt: EpochMs;
  readonly data: Data;
}

/**
 * What is known about every event, whatever its type.
 * `commandId`: the command that caused it; a command seen again is recognised by it.
 * `fingerprint`: keyed digest of that command's body, to tell a resent command from another one under the same key.
 * `partitionKey` (CloudEvents partitioning extension): events with the same key stay in order on the feed. The case's id where
 * there is a case, else the id of the stream.
 */
export interface EventMetadata {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string;
  readonly commandId: string;
  readonly fingerprint?: string;
  readonly partitionKey: string;
}

/** An event on its way into the store. The store gives it stream, revision, position and `recordedAt`. */
export interface NewEvent extends EventMetadata {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly occurredAt: IsoInstant;
  readonly data: object;
}

/** A place in the log of all streams: opaque, and comparable as a string (`<`). */
export type Position = string;

/** An event as the store gives it back. `revision` counts from 0 within the stream. */
export interface RecordedEvent<Event extends DomainEvent = DomainEvent> extends EventMetadata {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly type: Event['type'];
  readonly version: Event['version'];
  readonly occurredAt: EpochMs;
  readonly recordedAt: EpochMs;
  readonly data: Event['data'];
}

/** A `RecordedEvent` of one of the event types in a union, to be told apart by `type`. */
export type Recorded<Event extends DomainEvent> = Event extends DomainEvent ? RecordedEvent<Event> : never;

/** Who sent a command, and what it is known by. Comes from the HTTP edge, an automation or a timer. */
export interface CommandOrigin {
  /** The same for a command sent again. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly fingerprint?: string;
  readonly actor: Actor;
  /** The revision that the sender has seen (If-Match), to be refused where something else has happened since. */
  readonly ifMatch?: number;
}

import type { Channel, Severity, Tier } from '@redress/complaints';
import type { DomainEvent, IsoInstant } from '@redress/kernel';
import type { PolicyRef } from '@redress/sla';

/** Who spoke first: `inbound` the customer, `outbound` we. */
export const DIRECTIONS = ['inbound', 'outbound'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** One interaction took place on one channel. It happened when it began. */
export type ContactRecorded = DomainEvent<
  'ContactRecorded',
  1,
  {
    readonly contactId: string;
    readonly channel: Channel;
    readonly direction: Direction;
    /** Left out where it is not known, or still goes on. */
    readonly endedAt?: IsoInstant;
    /** Null where nobody knows who it was. */
    readonly customerId: string | null;
    /** The case that it was about, which is its partition key as well; null where it was about none. */
    readonly complaintId: string | null;
    /** Who spoke with the customer; left out where it was a machine, or is not known. */
    readonly agent?: string;
    /** Of what was said or written, in the personal-data store. */
    readonly textRef?: string;
  }
>;

/** A customer whom the trouble of a signal concerns. */
export interface ConcernedCustomer {
  readonly customerId: string;
  readonly tier: Tier;
  /** They are to be served first. */
  readonly specialCare: boolean;
  /** Of what is to be told about it, in the personal-data store. */
  readonly descriptionRef?: string;
}

/**
 * A failure was seen before anyone called: a late parcel, an outage, a sensor. It happened when it was seen. What says nothing new about the
 * same thing is not recorded again.
 */
export type SignalReceived = DomainEvent<
  'SignalReceived',
  1,
  {
    /** Follows from `kind` and `reference`: all signals about the same trouble of the same thing share a stream. */
    readonly signalId: string;
    /** What kind of trouble, such as `parcel-late`. */
    readonly kind: string;
    /** What has the trouble, by its number in the business: of a parcel, a line, a device. */
    readonly reference: string;
    /** The n-th time that the thing has this trouble, from 1. A signal that it is over ends one. */
    readonly occurrence: number;
    readonly severity: Severity;
    /** Whether the trouble is over. */
    readonly resolved: boolean;
    /** Whom this signal names. */
    readonly concerned: readonly ConcernedCustomer[];
    /** The customers among them for whom it opens a case: a rule says so, and none was opened for this occurrence. */
    readonly raises: readonly string[];
    /** The intake rule that matched, from 1; null where none did. */
    readonly policy: PolicyRef | null;
  }
>;

export type IntakeEvent = ContactRecorded | SignalReceived;

export const INTAKE_EVENT_TYPES = [
  'ContactRecorded',
  'SignalReceived',
] as const satisfies readonly IntakeEvent['type'][];

/** The stream of one contact. */
export const contactStream = (contactId: string): string => `contact-${contactId}`;

/** The stream of all signals about the same trouble of the same thing. */
export const signalStream = (signalId: string): string => `signal-${signalId}`;

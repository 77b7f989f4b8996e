import { Command } from '@nestjs/cqrs';
import type { Channel } from '@redress/complaints';
import type { NamedCustomer } from '@redress/customers';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { Direction } from '../events';

/** What is told of a contact, and may go into events as it is. */
export interface ContactTold {
  readonly channel: Channel;
  readonly direction: Direction;
  readonly startedAt: EpochMs;
  readonly endedAt?: EpochMs;
  /** The case that it was about. */
  readonly complaintId?: string;
  readonly agent?: string;
}

/**
 * Puts a contact on record. Its id follows from the command's, so a resent one finds it.
 * Throws DomainErrors `case-unknown`, `customer-missing` (a text belongs to somebody), and those of the decider and of `customerNamed`.
 */
export class RecordContact extends Command<Decided & { readonly contactId: string }> {
  constructor(
    readonly contact: ContactTold,
    /** Left out: the customer of the case, if there is one; else nobody knows. */
    readonly customer: NamedCustomer | undefined,
    /** What was said or written. Personal: never in events. */
    readonly text: string | undefined,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

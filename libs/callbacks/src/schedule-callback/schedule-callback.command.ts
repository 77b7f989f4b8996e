import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CallbackChannel, CallbackPurpose, Window } from '../events';

/** The words of a callback that may go into events as they are. */
export interface CallbackWanted {
  readonly purpose: CallbackPurpose;
  /** One that begins in the customer's quiet hours is moved, one that ends in them is cut. */
  readonly window: Window;
  /** The case that it is about. */
  readonly complaintId?: string;
  /** Left out: that of the case. */
  readonly customerId?: string;
  /** Left out: that of the case. */
  readonly team?: string;
  /** Null: any agent of the team. Left out: the case's agent, where the team is the case's as well. */
  readonly owner?: string | null;
  /** Left out: phone. */
  readonly channel?: CallbackChannel;
  /** The customer's, IANA. Left out: that of the contact policy. */
  readonly timeZone?: string;
  /** BCP 47. */
  readonly language?: string;
  /** Of the case. Left out: its present one. */
  readonly cycle?: number;
}

/**
 * Puts a call on record that is owed. The id is the sender's: one that is on record already is left as it is, so that an automation
 * which derives the id from what it reacts to schedules once.
 * Throws DomainErrors `customer-missing`, `case-unknown`, `case-ended`, `customer-unknown`, and those of the decider.
 */
export class ScheduleCallback extends Command<Decided> {
  constructor(
    readonly callbackId: string,
    readonly wanted: CallbackWanted,
    readonly origin: CommandOrigin,
    /** Personal: never in events. `number`: the one to call, where it is not the customer's first. */
    readonly texts: { readonly number?: string; readonly note?: string } = {},
    readonly why: { readonly reason?: string } = {},
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CustomerDetails } from '@redress/personal-data';
import type { CaseOrder } from '../domain/commands';

/** The words of a registration that may go into events as they are. */
export type Registration = Omit<
  Extract<CaseOrder, { type: 'RegisterComplaint' }>,
  'type' | 'complaintId' | 'customerId' | 'descriptionRef' | 'remedySoughtRef'
>;

/** Who complains: a customer known by id, or details by which one is found or made. */
export type Complainant = { readonly customerId: string } | { readonly details: CustomerDetails };

/** Puts a case on record; its clocks run from then on. The case's id follows from the command's, so a resent one finds it. */
export class RegisterComplaint extends Command<Decided & { readonly complaintId: string }> {
  constructor(
    readonly registration: Registration,
    readonly complainant: Complainant,
    /** Personal: never in events. */
    readonly texts: { readonly description?: string; readonly remedySought?: string; readonly note?: string },
    readonly why: { readonly reason?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

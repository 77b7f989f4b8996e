import { Command } from '@nestjs/cqrs';
import type { NamedCustomer } from '@redress/customers';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CaseOrder } from '../domain/commands';

/** The words of a registration that may go into events as they are. */
export type Registration = Omit<
  Extract<CaseOrder, { type: 'RegisterComplaint' }>,
  'type' | 'complaintId' | 'customerId' | 'descriptionRef' | 'remedySoughtRef'
>;

/** Puts a case on record; its clocks run from then on. The case's id follows from the command's, so a resent one finds it. */
export class RegisterComplaint extends Command<Decided & { readonly complaintId: string }> {
  constructor(
    readonly registration: Registration,
    readonly complainant: NamedCustomer,
    /** Personal: never in events. */
    readonly texts: { readonly description?: string; readonly remedySought?: string; readonly note?: string },
    readonly why: { readonly reason?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

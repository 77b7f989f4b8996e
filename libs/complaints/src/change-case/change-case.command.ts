import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { CaseOrder } from '../domain/commands';

/** What a case on record can be told. A note's text travels beside the order. */
export type CaseChange =
  Exclude<CaseOrder, { type: 'RegisterComplaint' | 'AddNote' }> | { readonly type: 'AddNote' };

/** Any command to a case that is on record. */
export class ChangeCase extends Command<Decided> {
  constructor(
    readonly complaintId: string,
    readonly change: CaseChange,
    /** `note` is personal: never in events. */
    readonly why: { readonly reason?: string; readonly note?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

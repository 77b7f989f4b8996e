import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { ResolutionOrder } from '../domain/commands';

type Proposal = Extract<ResolutionOrder, { type: 'ProposeResolution' }>;

/** What can be said about the resolutions of a case. */
export type ResolutionChange =
  | Exclude<ResolutionOrder, Proposal>
  | (Omit<Proposal, 'detailsRef'> & {
      /** What is meant, in free text. Personal: never in events. */
      readonly details?: string;
    });

/** Any command to a resolution of a case. */
export class ChangeResolution extends Command<Decided> {
  constructor(
    readonly complaintId: string,
    readonly change: ResolutionChange,
    /** `note` is personal: never in events. */
    readonly why: { readonly reason?: string; readonly note?: string },
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

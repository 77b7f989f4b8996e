import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, IsoInstant } from '@redress/kernel';

/** Has the clocks of a case that ended in a range judged again, under a version of their policy: see `reassessStream`. */
export class ReassessVerdicts extends Command<Decided> {
  constructor(
    readonly complaintId: string,
    readonly policy: { readonly name: string; readonly version: number },
    readonly range: { readonly from: IsoInstant; readonly to: IsoInstant },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

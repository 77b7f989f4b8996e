import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, IsoInstant } from '@redress/kernel';

/** Has the clocks of a subject that ended in a range judged again, under a version of their policy: see `reassessStream`. */
export class ReassessSubject extends Command<Decided> {
  constructor(
    readonly subjectId: string,
    readonly policy: { readonly name: string; readonly version: number },
    readonly range: { readonly from: IsoInstant; readonly to: IsoInstant },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

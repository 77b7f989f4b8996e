import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';
import type { PublicationProgressed } from '../events';

/**
 * Puts on record how far a publication has come. Where it has come further than `after` meanwhile, or is not there yet, nothing is
 * recorded: somebody else did the same.
 */
export class RecordProgress extends Command<Decided> {
  constructor(
    readonly progress: PublicationProgressed['data'],
    /** How many cases had been looked at before; undefined: it begins. */
    readonly after: number | undefined,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

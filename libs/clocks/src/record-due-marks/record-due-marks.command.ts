import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';

/** When a stream is to be looked at, in business time. */
export interface LookTime {
  /** The stream is read at once, so that at this instant nothing is left but to decide. It is waited for at most a second. */
  readonly notBefore: EpochMs;
  /** The latest instant that it can be while this is being sent, where the sender knows better than the clock of the process. */
  readonly latestNow: EpochMs;
}

/**
 * Look now: records on the stream, whatever its subject, every mark and breach of its clocks that has fallen due and is not on record yet.
 * Said twice, it records once. Throws DomainError `not-found` where there is no such stream.
 */
export class RecordDueMarks extends Command<Decided> {
  constructor(
    readonly stream: string,
    readonly partitionKey: string,
    readonly origin: CommandOrigin,
    readonly time: LookTime = { notBefore: -Infinity, latestNow: Infinity },
  ) {
    super();
  }
}

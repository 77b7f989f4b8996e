import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin } from '@redress/kernel';

/**
 * Look now: records on the stream, whatever its subject, every mark and breach of its clocks that has fallen due and is not on record yet.
 * Said twice, it records once. Throws DomainError `not-found` where there is no such stream.
 */
export class RecordDueMarks extends Command<Decided> {
  constructor(
    readonly stream: string,
    readonly partitionKey: string,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

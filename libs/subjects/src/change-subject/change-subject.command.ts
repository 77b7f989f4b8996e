import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { SubjectOrder } from '../domain/commands';
import type { SubjectWhy } from '../events';

/** What a subject on record can be told. */
export type SubjectChange = Exclude<SubjectOrder, { type: 'OpenSubject' }>;

/** Any command to a subject that is on record. Throws DomainErrors `not-found` and those of the decider. */
export class ChangeSubject extends Command<Decided> {
  constructor(
    readonly subjectId: string,
    readonly change: SubjectChange,
    readonly why: SubjectWhy,
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

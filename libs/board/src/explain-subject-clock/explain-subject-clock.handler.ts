import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { explainClock } from '@redress/clocks';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { subjectStream } from '@redress/subjects';
import { explained } from '../explain-clock/clock-explanation.dto';
import { ExplainSubjectClock } from './explain-subject-clock.query';
import type { SubjectClockExplanation } from './subject-clock-explanation.dto';

/** Read from the stream of the subject itself: there is nothing newer, and every edge is an event of it. */
@QueryHandler(ExplainSubjectClock)
export class ExplainSubjectClockHandler implements IQueryHandler<ExplainSubjectClock> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws DomainError `not-found` where there is no such subject, or no such clock on it. */
  async execute({ subjectId, clock, instance }: ExplainSubjectClock): Promise<SubjectClockExplanation> {
    const history = await this.store.readStream(subjectStream(subjectId));
    const which = { clock, ...(instance === undefined ? {} : { instance }) };
    const told = explainClock(history, which, this.clock.now());
    if (told === undefined) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    return { subjectId, ...explained(told) };
  }
}

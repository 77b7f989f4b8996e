import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { subjectStream } from '@redress/subjects';
import { explained } from '../explain-clock/clock-explanation.dto';
import { explainOnStream } from '../explain-clock/explain-on-stream';
import { ExplainSubjectClock } from './explain-subject-clock.query';
import type { SubjectClockExplanation } from './subject-clock-explanation.dto';

@QueryHandler(ExplainSubjectClock)
export class ExplainSubjectClockHandler implements IQueryHandler<ExplainSubjectClock> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws as `explainOnStream` does. */
  async execute({ subjectId, asked }: ExplainSubjectClock): Promise<SubjectClockExplanation> {
    const { store, clock } = this;
    const { told, marked } = await explainOnStream({ store, clock }, subjectStream(subjectId), asked);
    return { subjectId, ...explained(told), ...marked };
  }
}

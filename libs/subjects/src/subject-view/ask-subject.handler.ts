import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { recordedClocks } from '@redress/clocks';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import { DomainError, fold, type RecordedEvent } from '@redress/kernel';
import { subjectDecider, type SubjectStreamEvent } from '../domain/subject-decider';
import { subjectStream } from '../events';
import { AskSubject } from './ask-subject.query';
import { subjectViewOf, type SubjectView } from './subject-view.dto';

/** Read from the stream of the subject itself: there is nothing newer. */
@QueryHandler(AskSubject)
export class AskSubjectHandler implements IQueryHandler<AskSubject> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Throws DomainError `not-found`. */
  async execute({ subjectId }: AskSubject): Promise<SubjectView> {
    const history = await this.store.readStream(subjectStream(subjectId));
    const { subject } = fold(subjectDecider, history as readonly (RecordedEvent & SubjectStreamEvent)[]);
    if (subject === undefined) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    return subjectViewOf(subject, recordedClocks(history));
  }
}

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { clockConsequence } from '@redress/clocks';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock, type RecordedEvent } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import type { PolicyRef } from '@redress/sla';
import { subjectDecider } from '../domain/subject-decider';
import { subjectStream, type SubjectOpened, type SubjectPolicyChanged } from '../events';
import { ChangeSubject } from './change-subject.command';

@CommandHandler(ChangeSubject)
export class ChangeSubjectHandler implements ICommandHandler<ChangeSubject> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ subjectId, change, why, origin, occurredAt }: ChangeSubject): Promise<Decided> {
    const { partitionKey } = await this.#opened(subjectId);
    return decideAndAppend(this.store, {
      stream: subjectStream(subjectId),
      partitionKey,
      decider: subjectDecider,
      consequence: clockConsequence,
      command: async (history) => ({
        ...change,
        why,
        actor: origin.actor,
        now: this.clock.now(),
        policies: await this.shelf.book(
          change.type === 'AdoptSubjectPolicy' ? change.policy : pinnedPolicyOf(history),
        ),
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
      origin,
      stage: 'existing',
    });
  }

  /** What it began with, which says whose it is. */
  async #opened(subjectId: string): Promise<RecordedEvent<SubjectOpened>> {
    const [first] = await this.store.readStream(subjectStream(subjectId), { limit: 1 });
    if (first === undefined) {
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    }
    return first as RecordedEvent<SubjectOpened>;
  }
}

/** The version that it falls under: that of its opening, unless it has changed since. */
function pinnedPolicyOf(history: readonly RecordedEvent[]): PolicyRef | undefined {
  const last = history.findLast(({ type }) => type === 'SubjectPolicyChanged' || type === 'SubjectOpened');
  return (last as RecordedEvent<SubjectOpened | SubjectPolicyChanged> | undefined)?.data.policy;
}

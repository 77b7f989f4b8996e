import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reassessStream, type SubjectReader } from '@redress/clocks';
import { EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, DomainError, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { subjectStream, type SubjectOpened } from '../events';
import { ReassessSubject } from './reassess-subject.command';

/** What the policy of a subject looks at never changes. */
const subjectReader = (): SubjectReader => (event) => {
  if (event.type !== 'SubjectOpened') return undefined;
  const { kind, category, channel, priority, tier, specialCare } = (event as SubjectOpened).data;
  return { kind, category, channel, priority, tier, specialCare };
};

@CommandHandler(ReassessSubject)
export class ReassessSubjectHandler implements ICommandHandler<ReassessSubject> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ subjectId, policy, range, origin }: ReassessSubject): Promise<Decided> {
    const stream = subjectStream(subjectId);
    const [first] = await this.store.readStream(stream, { limit: 1 });
    if (first === undefined)
      throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
    return reassessStream(this.store, {
      stream,
      partitionKey: first.partitionKey,
      reader: subjectReader,
      policy: await this.shelf.version(policy.name, policy.version),
      range,
      now: () => this.clock.now(),
      origin,
    });
  }
}

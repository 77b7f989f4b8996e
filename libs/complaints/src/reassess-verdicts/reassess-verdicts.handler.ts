import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgeAgain, type Reassessment, type VerdictReassessed } from '@redress/clocks';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, fromIso, type Clock, type Decider, type DomainEvent } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { complaintStream } from '../complaint-stream';
import { subjectReader } from '../domain/subject-reader';
import { ReassessVerdicts } from './reassess-verdicts.command';

/** The decider of the stream of a case for what is judged again. It needs all that stands there, whoever wrote it. */
const reassessDecider: Decider<readonly DomainEvent[], Reassessment, DomainEvent> = {
  initial: [],
  decide: (reassessment, history) => judgeAgain(history, subjectReader(), reassessment),
  evolve: (history, event) => [...history, event],
};

/** A verdict by a version is on record once, whoever records it. */
function consequence(event: DomainEvent): { readonly identity: readonly (string | number)[] } {
  const { clock, instance, policy } = (event as VerdictReassessed).data;
  return { identity: [event.type, clock, instance, policy.name, policy.version] };
}

@CommandHandler(ReassessVerdicts)
export class ReassessVerdictsHandler implements ICommandHandler<ReassessVerdicts> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ complaintId, policy, range, origin }: ReassessVerdicts): Promise<Decided> {
    const version = await this.shelf.version(policy.name, policy.version);
    return decideAndAppend(this.store, {
      stream: complaintStream(complaintId),
      partitionKey: complaintId,
      decider: reassessDecider,
      consequence,
      command: () => ({
        policy: version,
        from: fromIso(range.from),
        to: fromIso(range.to),
        now: this.clock.now(),
      }),
      origin,
      stage: 'existing',
    });
  }
}

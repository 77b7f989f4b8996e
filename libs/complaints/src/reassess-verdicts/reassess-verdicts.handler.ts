import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reassessConsequence, reassessDecider } from '@redress/clocks';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, fromIso, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { complaintStream } from '../complaint-stream';
import { subjectReader } from '../domain/subject-reader';
import { ReassessVerdicts } from './reassess-verdicts.command';

const DECIDER = reassessDecider(subjectReader);

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
      decider: DECIDER,
      consequence: reassessConsequence,
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

import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { reassessStream } from '@redress/clocks';
import { EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { complaintStream } from '../complaint-stream';
import { subjectReader } from '../domain/subject-reader';
import { ReassessVerdicts } from './reassess-verdicts.command';

@CommandHandler(ReassessVerdicts)
export class ReassessVerdictsHandler implements ICommandHandler<ReassessVerdicts> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ complaintId, policy, range, origin }: ReassessVerdicts): Promise<Decided> {
    return reassessStream(this.store, {
      stream: complaintStream(complaintId),
      partitionKey: complaintId,
      reader: subjectReader,
      policy: await this.shelf.version(policy.name, policy.version),
      range,
      now: () => this.clock.now(),
      origin,
    });
  }
}

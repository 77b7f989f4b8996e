import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { PolicyShelf } from '@redress/policies';
import { complaintStream } from '../complaint-stream';
import { caseConsequence, caseDecider } from '../domain/case-decider';
import { RegisterPart } from './register-part.command';

@CommandHandler(RegisterPart)
export class RegisterPartHandler implements ICommandHandler<RegisterPart> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  /**
   * The texts of the part are in the personal-data store since the split; where the customer was erased meanwhile, they are gone with the
   * others.
   */
  async execute({ registration, why, origin }: RegisterPart): Promise<Decided> {
    const { order, occurredAt } = registration;
    const policies = await this.shelf.book(order.splitOff?.policy);
    return decideAndAppend(this.store, {
      stream: complaintStream(order.complaintId),
      partitionKey: order.complaintId,
      decider: caseDecider,
      consequence: caseConsequence,
      command: () => ({ ...order, why, actor: origin.actor, now: this.clock.now(), policies, occurredAt }),
      origin,
      stage: 'new',
    });
  }
}

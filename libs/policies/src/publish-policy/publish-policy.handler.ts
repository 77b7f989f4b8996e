import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { policyDecider } from '../domain/policy-decider';
import { policyStream } from '../events';
import { PolicyShelf } from '../policy-lookup/policy-shelf';
import { PublishPolicy } from './publish-policy.command';

@CommandHandler(PublishPolicy)
export class PublishPolicyHandler implements ICommandHandler<PublishPolicy> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly shelf: PolicyShelf,
  ) {}

  async execute({ document, origin }: PublishPolicy): Promise<Decided> {
    const stream = policyStream(document.name);
    const decided = await decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: policyDecider,
      command: () => ({ document, now: this.clock.now() }),
      origin,
      stage: 'either',
    });
    await this.shelf.refresh(document.name);
    return decided;
  }
}

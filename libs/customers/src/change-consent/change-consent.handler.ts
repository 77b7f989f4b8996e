import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideAndAppend, EVENT_STORE, type Decided, type EventStore } from '@redress/event-store';
import { CLOCK, type Clock } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { consentDecider } from '../domain/consent-decider';
import { customerStream } from '../events';
import { assertKnown } from '../known-customer';
import { ChangeConsent } from './change-consent.command';

@CommandHandler(ChangeConsent)
export class ChangeConsentHandler implements ICommandHandler<ChangeConsent> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws DomainError `not-found`, and those of the decider. */
  async execute({ customerId, consent, origin, occurredAt }: ChangeConsent): Promise<Decided> {
    await assertKnown(this.personalData, customerId);
    const stream = customerStream(customerId);
    return decideAndAppend(this.store, {
      stream,
      partitionKey: stream,
      decider: consentDecider,
      command: () => ({
        customerId,
        ...consent,
        now: this.clock.now(),
        ...(occurredAt === undefined ? {} : { occurredAt }),
      }),
      origin,
      stage: 'either',
    });
  }
}

import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { etagOf, EVENT_STORE, type EventStore } from '@redress/event-store';
import { toIso } from '@redress/kernel';
import { PERSONAL_DATA, type PersonalData } from '@redress/personal-data';
import { consentsIn } from '../consent-book';
import { customerStream } from '../events';
import { assertKnown } from '../known-customer';
import { AskConsents } from './ask-consents.query';
import type { CustomerConsents } from './customer-consents.dto';

@QueryHandler(AskConsents)
export class AskConsentsHandler implements IQueryHandler<AskConsents> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(PERSONAL_DATA) private readonly personalData: PersonalData,
  ) {}

  /** Throws DomainError `not-found`. */
  async execute({ customerId }: AskConsents): Promise<CustomerConsents> {
    await assertKnown(this.personalData, customerId);
    const history = await this.store.readStream(customerStream(customerId));
    return {
      customerId,
      revision: etagOf(history),
      consents: [...consentsIn(history).values()].map(({ saidAt, ...consent }) => ({
        ...consent,
        saidAt: toIso(saidAt),
      })),
    };
  }
}

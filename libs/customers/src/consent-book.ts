import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '@redress/event-store';
import type { RecordedEvent } from '@redress/kernel';
import { consentDecider, type ConsentsOnRecord } from './domain/consent-decider';
import { customerStream, type CustomerEvent } from './events';

/** What a customer allows and forbids, by channel and scope as `phone:care`. Absent: they never said. */
export type Consents = ReadonlyMap<string, boolean>;

/** The consents of customers, for those who decide: read from the stream itself, so that no word is missed. */
@Injectable()
export class ConsentBook {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Empty for a customer who never said anything, or whom nobody knows. */
  async of(customerId: string): Promise<Consents> {
    const consents = consentsIn(await this.store.readStream(customerStream(customerId)));
    return new Map([...consents].map(([key, { allowed }]) => [key, allowed]));
  }
}

/** What a customer's stream says of their consents. */
export const consentsIn = (history: readonly RecordedEvent[]): ConsentsOnRecord =>
  (history as readonly RecordedEvent<CustomerEvent>[]).reduce(
    (consents, event) => consentDecider.evolve(consents, event),
    consentDecider.initial,
  );

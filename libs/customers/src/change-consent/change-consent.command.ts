import { Command } from '@nestjs/cqrs';
import type { Decided } from '@redress/event-store';
import type { CommandOrigin, EpochMs } from '@redress/kernel';
import type { Consent } from '../domain/consent-decider';

/** The customer says that we may, or may not any more, contact them on a channel. */
export class ChangeConsent extends Command<Decided> {
  constructor(
    readonly customerId: string,
    readonly consent: Pick<Consent, 'channel' | 'scope' | 'allowed'>,
    readonly origin: CommandOrigin,
    readonly occurredAt?: EpochMs,
  ) {
    super();
  }
}

import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsFlag,
  IsInstant,
  IsOneOf,
  occurredAtOf,
  originOf,
  outcomeOf,
  PathId,
} from '@redress/http';
import { CONSENT_SCOPES, type ConsentScope, CONTACT_CHANNELS, type ContactChannel } from '../events';
import { STAFF } from '../roles';
import { ChangeConsent } from './change-consent.command';

class ChangeConsentBody {
  @IsOneOf(CONTACT_CHANNELS)
  readonly channel!: ContactChannel;

  @IsOneOf(CONSENT_SCOPES, {
    description: '`service`: about what the customer came with. `care`: calls of our own making.',
  })
  readonly scope!: ConsentScope;

  @IsFlag({ description: 'Whether we may.' })
  readonly allowed!: boolean;

  @IsInstant({
    optional: true,
    description:
      'When the customer said so, if not now: for those with the right to backdate (import, telephony).',
  })
  readonly occurredAt?: string;
}

@Controller('customers')
export class ChangeConsentController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post(':id/consents')
  @CommandEndpoint({
    summary: 'The customer allows or forbids to be contacted',
    description:
      'On one channel, for one scope; the last word holds. What the customer asked for themselves, such as a promised call, needs no consent.',
    roles: STAFF,
  })
  async changeConsent(
    @PathId() id: string,
    @Body() body: ChangeConsentBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { occurredAt: _, ...consent } = body;
    const decided = await this.bus.execute(
      new ChangeConsent(id, consent, originOf(context), occurredAtOf(body, context)),
    );
    return outcomeOf(this.feed, id, decided);
  }
}

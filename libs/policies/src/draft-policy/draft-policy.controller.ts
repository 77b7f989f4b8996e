import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  CommandOutcomeSchema,
  IsText,
  originOf,
  outcomeOf,
  PathId,
} from '@redress/http';
import { ChangePolicy } from '../change-policy/change-policy.command';
import { MAX_DOCUMENT_CHARACTERS } from '../document-file/document-file';
import { PUBLISHERS } from '../roles';

class DraftPolicyBody {
  @IsText(MAX_DOCUMENT_CHARACTERS, { description: 'The policy, in YAML: see policies/schema.' })
  readonly text!: string;
}

/** A draft that was put down. */
@ApiSchema({ name: 'DraftOutcome' })
class DraftOutcome extends CommandOutcomeSchema {
  @ApiProperty({ type: 'integer', description: 'The number of the draft, to publish it by.' })
  readonly draft!: number;
}

@Controller('policies')
export class DraftPolicyController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post(':name/drafts')
  @CommandEndpoint({
    summary: 'Put down a draft of a policy',
    description:
      'It is read as a publication would read it, and takes the place of the draft before it. Nothing is judged by it until it is published. What is wrong with it is told all at once, each with its line.',
    roles: PUBLISHERS,
    answer: DraftOutcome,
  })
  async draftPolicy(
    @PathId('name') name: string,
    @Body() { text }: DraftPolicyBody,
    @CommandContext() context: CommandContext,
  ): Promise<DraftOutcome> {
    const changed = await this.bus.execute(
      new ChangePolicy(name, { type: 'DraftPolicy', text }, originOf(context)),
    );
    return { ...outcomeOf(this.feed, name, changed), draft: changed.number };
  }
}

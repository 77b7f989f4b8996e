import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { CommandContext, CommandEndpoint, originOf, outcomeOf, PathId } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { ChangePolicy } from '../change-policy/change-policy.command';
import { PUBLISHERS } from '../roles';
import { PublicationOutcome, PublishDraftBody, termsOf } from './publish-draft.dto';

@Controller('policies')
export class PublishDraftController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':name/publish')
  @CommandEndpoint({
    summary: 'Publish the draft of a policy as its next version',
    description:
      'New cases fall under it from its `effectiveFrom` on. `open-cases`: the targets of the cases that are open under an earlier version of it are chosen anew, from their original start and with all pauses; what was missed stays missed, and more time that was granted stays granted. `reassess`: what ended in the range is judged again under it, and both verdicts are kept. How far that has come: `GET /v1/policies/{name}/publications/{version}`.',
    roles: PUBLISHERS,
    answer: PublicationOutcome,
  })
  async publishPolicyDraft(
    @PathId('name') name: string,
    @Body() body: PublishDraftBody,
    @CommandContext() context: CommandContext,
  ): Promise<PublicationOutcome> {
    const terms = termsOf(body, this.clock.now());
    const change = { type: 'PublishDraft', draft: body.draft, terms } as const;
    const changed = await this.bus.execute(new ChangePolicy(name, change, originOf(context)));
    return { ...outcomeOf(this.feed, name, changed), version: changed.number };
  }
}

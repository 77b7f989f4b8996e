import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  occurredAtOf,
  originOf,
  outcomeOf,
} from '@redress/http';
import { deriveId } from '@redress/kernel';
import { STAFF } from '../roles';
import { OpenSubject } from './open-subject.command';
import { OpenSubjectBody } from './open-subject.dto';

@Controller('subjects')
export class OpenSubjectController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post()
  @CommandEndpoint({
    summary:
      'Put something on record that has clocks: a visit on site, a work order, or what else a policy measures',
    description:
      'The policy in force is pinned to it. `on-site` stops with the fact `arrived`, `work-order` with `replied`; a policy may define clocks of its own by other facts.',
    roles: STAFF,
    creates: true,
  })
  async openSubject(
    @Body() body: OpenSubjectBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { reason, occurredAt: _, ...wanted } = body;
    const subjectId = deriveId(context.commandId, 'subject');
    const why = reason === undefined ? {} : { reason };
    const decided = await this.bus.execute(
      new OpenSubject(subjectId, wanted, originOf(context), why, occurredAtOf(body, context)),
    );
    return outcomeOf(this.feed, subjectId, decided);
  }
}

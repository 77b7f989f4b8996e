import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  type Circumstances,
  type CommandContext,
  type CommandOutcome,
  occurredAtOf,
  originOf,
  outcomeOf,
  whyOf,
} from '@redress/http';
import { ChangeResolution, type ResolutionChange } from './change-resolution.command';

/** What the controllers of the commands to a resolution have in common. */
@Injectable()
export class ResolutionCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  async send(
    complaintId: string,
    change: ResolutionChange,
    body: Circumstances,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const decided = await this.bus.execute(
      new ChangeResolution(complaintId, change, whyOf(body), originOf(context), occurredAtOf(body, context)),
    );
    return outcomeOf(this.feed, change.resolutionId, decided);
  }
}

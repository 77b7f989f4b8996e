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
import { ChangeCase, type CaseChange } from './change-case.command';

/** What the controllers of the commands to a case have in common. */
@Injectable()
export class CaseCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  /** Sends a command to a case that is on record. */
  async send(
    complaintId: string,
    change: CaseChange,
    body: Circumstances,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    const decided = await this.bus.execute(
      new ChangeCase(complaintId, change, whyOf(body), originOf(context), occurredAtOf(body, context)),
    );
    return outcomeOf(this.feed, complaintId, decided);
  }
}

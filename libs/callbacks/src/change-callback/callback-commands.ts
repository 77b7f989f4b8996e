import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import type { Decided } from '@redress/event-store';
import {
  type Circumstances,
  type CommandContext,
  type CommandOutcome,
  occurredAtOf,
  originOf,
  outcomeOf,
  whyOf,
} from '@redress/http';
import { ChangeCallback, type CallbackChange } from './change-callback.command';

/** What the controllers of the commands to a callback have in common. */
@Injectable()
export class CallbackCommands {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  /** Sends a command to a callback that is on record. */
  async send(
    callbackId: string,
    change: CallbackChange,
    body: Circumstances,
    context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.sendAndTell(callbackId, change, body, context, () => ({}));
  }

  /** The same; the answer also says what `more` finds in what came of it. */
  async sendAndTell<More extends object>(
    callbackId: string,
    change: CallbackChange,
    body: Circumstances,
    context: CommandContext,
    more: (decided: Decided) => More,
  ): Promise<CommandOutcome & More> {
    const decided = await this.bus.execute(
      new ChangeCallback(callbackId, change, whyOf(body), originOf(context), occurredAtOf(body, context)),
    );
    return { ...outcomeOf(this.feed, callbackId, decided), ...more(decided) };
  }
}

import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import { CommandContext, CommandEndpoint, occurredAtOf, originOf, outcomeOf } from '@redress/http';
import { deriveId } from '@redress/kernel';
import { STAFF } from '../roles';
import { ScheduleCallback, type CallbackWanted } from './schedule-callback.command';
import { ScheduleCallbackBody } from './schedule-callback.dto';
import { movedTo, WindowOutcome } from './window.dto';

@Controller('callbacks')
export class ScheduleCallbackController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post()
  @CommandEndpoint({
    summary: 'Put a call on record that is owed to a customer',
    description:
      "Its clock runs for the window. A window that begins in the customer's quiet hours moves to their end, one that ends in them ends with their beginning.",
    roles: STAFF,
    creates: true,
    answer: WindowOutcome,
  })
  async scheduleCallback(
    @Body() body: ScheduleCallbackBody,
    @CommandContext() context: CommandContext,
  ): Promise<WindowOutcome> {
    const { number, note, reason, occurredAt: _, ...words } = body;
    const callbackId = deriveId(context.commandId, 'callback');
    const decided = await this.bus.execute(
      new ScheduleCallback(
        callbackId,
        withTeam(words, context),
        originOf(context),
        { ...(number === undefined ? {} : { number }), ...(note === undefined ? {} : { note }) },
        reason === undefined ? {} : { reason },
        occurredAtOf(body, context),
      ),
    );
    return { ...outcomeOf(this.feed, callbackId, decided), ...movedTo(decided) };
  }
}

/** Where there is no case to say whose it is, it is the sender's team's. */
function withTeam(wanted: CallbackWanted, { principal }: CommandContext): CallbackWanted {
  const [team] = principal.teams;
  const isOpen = wanted.team === undefined && wanted.complaintId === undefined;
  return isOpen && team !== undefined ? { ...wanted, team } : wanted;
}

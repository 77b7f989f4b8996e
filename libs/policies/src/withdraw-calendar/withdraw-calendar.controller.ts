import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EVENT_FEED, type EventFeed } from '@redress/event-feed';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  originOf,
  outcomeOf,
  PathId,
} from '@redress/http';
import { numberInPath } from '../path-number';
import { PUBLISHERS } from '../roles';
import { WithdrawalBody } from '../withdraw-policy/withdrawal.dto';
import { WithdrawCalendar } from './withdraw-calendar.command';

@Controller('calendars')
export class WithdrawCalendarController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post(':name/versions/:version/withdraw')
  @CommandEndpoint({
    summary: 'Withdraw a version of a calendar',
    description:
      'Policies that are published from then on take the version before it. Those that name it keep it, and it still explains their clocks. The only version that is left can not be withdrawn.',
    roles: PUBLISHERS,
  })
  async withdrawCalendarVersion(
    @PathId('name') name: string,
    @PathId('version') version: string,
    @Body() { reason }: WithdrawalBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const calendar = { name, version: numberInPath(version) };
    const decided = await this.bus.execute(new WithdrawCalendar(calendar, originOf(context), reason));
    return outcomeOf(this.feed, name, decided);
  }
}

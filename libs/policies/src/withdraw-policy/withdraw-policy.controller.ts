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
import { ChangePolicy } from '../change-policy/change-policy.command';
import { numberInPath } from '../path-number';
import { PUBLISHERS } from '../roles';
import { WithdrawalBody } from './withdrawal.dto';

@Controller('policies')
export class WithdrawPolicyController {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_FEED) private readonly feed: EventFeed,
  ) {}

  @Post(':name/versions/:version/withdraw')
  @CommandEndpoint({
    summary: 'Withdraw a version of a policy',
    description:
      'From then on new cases fall under the version before it that is in force. Nothing is deleted: cases that fell under it stay there, and it still explains their verdicts. The only version that is left can not be withdrawn.',
    roles: PUBLISHERS,
  })
  async withdrawPolicyVersion(
    @PathId('name') name: string,
    @PathId('version') version: string,
    @Body() { reason }: WithdrawalBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const change = {
      type: 'WithdrawPolicy',
      version: numberInPath(version),
      ...(reason === undefined ? {} : { reason }),
    } as const;
    const changed = await this.bus.execute(new ChangePolicy(name, change, originOf(context)));
    return outcomeOf(this.feed, name, changed);
  }
}

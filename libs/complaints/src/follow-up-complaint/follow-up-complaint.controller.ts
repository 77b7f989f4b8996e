import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsFlag,
  IsOneOf,
  IsWholeNumber,
  PathId,
} from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { FOLLOW_UP_OUTCOMES, type FollowUpOutcome } from '../events';
import { STAFF } from '../roles';

class FollowUpComplaintBody extends CaseCommandBody {
  @IsOneOf(FOLLOW_UP_OUTCOMES)
  readonly outcome!: FollowUpOutcome;

  @IsWholeNumber(
    { min: 1, max: 5 },
    { optional: true, description: 'Satisfaction: 1 is very bad, 5 very good.' },
  )
  readonly csat?: number;

  @IsFlag({
    optional: true,
    description: 'A resolved case closes with it, unless the customer is dissatisfied. Default: false.',
  })
  readonly close?: boolean;
}

@Controller('complaints')
export class FollowUpComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/follow-up')
  @CommandEndpoint({
    summary: 'The customer was asked whether it is put right',
    roles: STAFF,
    description: 'For a follow-up without a callback. A dissatisfied customer reopens the case.',
  })
  followUpComplaint(
    @PathId() id: string,
    @Body() body: FollowUpComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      {
        type: 'FollowUpComplaint',
        outcome: body.outcome,
        close: body.close ?? false,
        ...(body.csat === undefined ? {} : { csat: body.csat }),
      },
      body,
      context,
    );
  }
}

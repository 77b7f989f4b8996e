import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { CHANNELS, type Channel } from '../events';
import { STAFF } from '../roles';

class RespondToComplaintBody extends CaseCommandBody {
  @IsOneOf(CHANNELS, { optional: true })
  readonly channel?: Channel;
}

@Controller('complaints')
export class RespondToComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/respond')
  @CommandEndpoint({ summary: 'The customer was given an answer of substance', roles: STAFF })
  respondToComplaint(
    @PathId() id: string,
    @Body() body: RespondToComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'RespondToComplaint', ...(body.channel === undefined ? {} : { channel: body.channel }) },
      body,
      context,
    );
  }
}

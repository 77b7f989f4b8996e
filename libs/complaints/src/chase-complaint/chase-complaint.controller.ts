import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { CHANNELS, type Channel } from '../events';
import { STAFF } from '../roles';

class ChaseComplaintBody extends CaseCommandBody {
  @IsOneOf(CHANNELS, { optional: true })
  readonly channel?: Channel;
}

@Controller('complaints')
export class ChaseComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/chase')
  @CommandEndpoint({
    summary: 'The customer asks again',
    roles: STAFF,
    description: 'Counted, every time.',
  })
  chaseComplaint(
    @PathId() id: string,
    @Body() body: ChaseComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'ChaseComplaint', ...(body.channel === undefined ? {} : { channel: body.channel }) },
      body,
      context,
    );
  }
}

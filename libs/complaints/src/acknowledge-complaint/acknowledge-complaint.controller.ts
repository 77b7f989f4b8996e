import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { CHANNELS, type Channel } from '../events';
import { STAFF } from '../roles';

class AcknowledgeComplaintBody extends CaseCommandBody {
  @IsOneOf(CHANNELS)
  readonly channel!: Channel;
}

@Controller('complaints')
export class AcknowledgeComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/acknowledge')
  @CommandEndpoint({ summary: 'The customer was told that we have it', roles: STAFF })
  acknowledgeComplaint(
    @PathId() id: string,
    @Body() body: AcknowledgeComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'AcknowledgeComplaint', channel: body.channel }, body, context);
  }
}

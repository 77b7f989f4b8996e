import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

@Controller('complaints')
export class AcceptComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/accept')
  @CommandEndpoint({ summary: 'It is ours to handle', roles: STAFF })
  acceptComplaint(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'AcceptComplaint' }, body, context);
  }
}

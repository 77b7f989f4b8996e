import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

@Controller('complaints')
export class AppealComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/appeal')
  @CommandEndpoint({
    summary: 'The customer contests the decision',
    roles: STAFF,
  })
  appealComplaint(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'AppealComplaint' }, body, context);
  }
}

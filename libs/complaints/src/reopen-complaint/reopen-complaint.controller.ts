import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

@Controller('complaints')
export class ReopenComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/reopen')
  @CommandEndpoint({
    summary: 'Begin a new cycle',
    roles: STAFF,
    description:
      'New clocks start; the old verdicts stay. An archived case is reopened by a supervisor, who gives a reason.',
  })
  reopenComplaint(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ReopenComplaint' }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

@Controller('complaints')
export class ArchiveComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/archive')
  @CommandEndpoint({
    summary: 'File it away: ends the case',
    roles: STAFF,
  })
  archiveComplaint(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ArchiveComplaint' }, body, context);
  }
}

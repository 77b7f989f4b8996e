import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

@Controller('complaints')
export class GrantExtensionController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/grant-extension')
  @CommandEndpoint({
    summary: 'Grant the time that was asked for',
    roles: SUPERVISORS,
    description: 'By another person than the one who asked, and before the clock is due.',
  })
  grantExtension(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'GrantExtension' }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

@Controller('complaints')
export class ApproveResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/approve')
  @CommandEndpoint({
    summary: 'Approve what somebody else has proposed',
    description:
      'Your authority must reach for the case, your day and your month. The first decision counts; a later one is refused.',
    roles: REMEDIERS,
  })
  approveResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ApproveResolution', resolutionId }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

@Controller('complaints')
export class RefuseResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/refuse')
  @CommandEndpoint({
    summary: 'The customer does not want it',
    description: 'Another one can be proposed.',
    roles: REMEDIERS,
  })
  refuseResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'RefuseResolution', resolutionId }, body, context);
  }
}

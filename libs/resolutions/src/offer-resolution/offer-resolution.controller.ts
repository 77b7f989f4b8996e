import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

@Controller('complaints')
export class OfferResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/offer')
  @CommandEndpoint({
    summary: 'The customer was told what we would do',
    description: 'From here on it is promised. It must have been approved.',
    roles: REMEDIERS,
  })
  offerResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'OfferResolution', resolutionId }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ReasonedBody } from '../change-resolution/reasoned-body.dto';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

@Controller('complaints')
export class DeclineResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/decline')
  @CommandEndpoint({
    summary: 'Decline what somebody else has proposed',
    description:
      'For those who may approve it, and those above them. The first decision counts; a later one is refused.',
    roles: REMEDIERS,
  })
  declineResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: ReasonedBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'DeclineResolution', resolutionId, reason: body.reason },
      body,
      context,
    );
  }
}

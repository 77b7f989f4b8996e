import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ReasonedBody } from '../change-resolution/reasoned-body.dto';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { FULFILLERS } from '../roles';

@Controller('complaints')
export class ReverseResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/reverse')
  @CommandEndpoint({
    summary: 'Undo what was fulfilled',
    description:
      'A payment that came back, a gesture given by mistake. Possible after the case was closed, too.',
    roles: FULFILLERS,
  })
  reverseResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: ReasonedBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'ReverseResolution', resolutionId, reason: body.reason },
      body,
      context,
    );
  }
}

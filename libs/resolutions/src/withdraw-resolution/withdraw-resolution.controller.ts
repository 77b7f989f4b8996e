import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { ReasonedBody } from '../change-resolution/reasoned-body.dto';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

@Controller('complaints')
export class WithdrawResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/withdraw')
  @CommandEndpoint({
    summary: 'Take it back before the customer has accepted it',
    roles: REMEDIERS,
  })
  withdrawResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: ReasonedBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'WithdrawResolution', resolutionId, reason: body.reason },
      body,
      context,
    );
  }
}

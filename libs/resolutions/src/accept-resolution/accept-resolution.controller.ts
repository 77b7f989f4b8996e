import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsInstant, PathId } from '@redress/http';
import { fromIso } from '@redress/kernel';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

class AcceptResolutionBody extends CaseCommandBody {
  @IsInstant({
    optional: true,
    description:
      'When it is promised to be in effect, in the future; counts in whole seconds. A clock runs until then.',
  })
  readonly fulfilBy?: string;
}

@Controller('complaints')
export class AcceptResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/accept')
  @CommandEndpoint({
    summary: 'The customer accepts it',
    description: 'Its fulfilment can be promised with it.',
    roles: REMEDIERS,
  })
  acceptResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: AcceptResolutionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const promise = body.fulfilBy === undefined ? {} : { fulfilBy: fromIso(body.fulfilBy) };
    return this.commands.send(id, { type: 'AcceptResolution', resolutionId, ...promise }, body, context);
  }
}

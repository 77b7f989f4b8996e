import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { deriveId } from '@redress/kernel';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';
import { ProposeResolutionBody } from './propose-resolution.dto';

@Controller('complaints')
export class ProposeResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions')
  @CommandEndpoint({
    summary: 'Propose what would put it right',
    description:
      'Within your authority it is approved at once, else approval is asked for. One resolution of a case is in force at a time.',
    roles: REMEDIERS,
    creates: true,
    within: true,
  })
  proposeResolution(
    @PathId() id: string,
    @Body() body: ProposeResolutionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { remedies, cause, details } = body;
    const resolutionId = deriveId(context.commandId, 'resolution');
    return this.commands.send(
      id,
      {
        type: 'ProposeResolution',
        resolutionId,
        remedies,
        ...(cause === undefined ? {} : { cause }),
        ...(details === undefined ? {} : { details }),
      },
      body,
      context,
    );
  }
}

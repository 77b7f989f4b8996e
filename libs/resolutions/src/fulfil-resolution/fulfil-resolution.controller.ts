import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody, resolver } from '@redress/complaints';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsFlag,
  IsOpaqueId,
  PathId,
} from '@redress/http';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { FULFILLERS } from '../roles';

class FulfilResolutionBody extends CaseCommandBody {
  @IsOpaqueId({ optional: true, description: 'Of the payment or delivery, in an outside system.' })
  readonly reference?: string;

  @IsFlag({
    optional: true,
    description: 'Whether it resolves the case, where that is not resolved yet. Default: false.',
  })
  readonly resolve?: boolean;

  @IsOpaqueId({ optional: true, description: 'For outside systems: the agent who resolved the case.' })
  readonly resolvedBy?: string;
}

@Controller('complaints')
export class FulfilResolutionController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/fulfil')
  @CommandEndpoint({
    summary: 'It is in effect: said, done, delivered or paid',
    description:
      'It must have been accepted; what costs no money can be done as soon as it is approved. Possible after the case was closed, too.',
    roles: FULFILLERS,
  })
  fulfilResolution(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: FulfilResolutionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { reference, resolve = false } = body;
    const change = {
      type: 'FulfilResolution',
      resolutionId,
      ...(reference === undefined ? {} : { reference }),
      ...(resolve ? { resolves: { resolvedBy: resolver(body, context) } } : {}),
    } as const;
    return this.commands.send(id, change, body, context);
  }
}

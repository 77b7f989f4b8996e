import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody, RENEGOTIATORS, type RenegotiatedBy } from '@redress/complaints';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsInstant,
  IsOneOf,
  PathId,
} from '@redress/http';
import { fromIso } from '@redress/kernel';
import { ResolutionCommands } from '../change-resolution/resolution-commands';
import { REMEDIERS } from '../roles';

class RescheduleFulfilmentBody extends CaseCommandBody {
  @IsInstant({
    description: 'When it is now promised to be in effect, in the future; counts in whole seconds.',
  })
  readonly fulfilBy!: string;

  @IsOneOf(RENEGOTIATORS, { description: 'Who asked for it.' })
  readonly renegotiatedBy!: RenegotiatedBy;
}

@Controller('complaints')
export class RescheduleFulfilmentController {
  constructor(private readonly commands: ResolutionCommands) {}

  @Post(':id/resolutions/:resolutionId/reschedule')
  @CommandEndpoint({
    summary: 'Promise another instant for its fulfilment',
    description: 'A promise that was broken stays broken; another clock runs for the new one.',
    roles: REMEDIERS,
  })
  rescheduleFulfilment(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @Body() body: RescheduleFulfilmentBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      {
        type: 'RescheduleFulfilment',
        resolutionId,
        fulfilBy: fromIso(body.fulfilBy),
        renegotiatedBy: body.renegotiatedBy,
      },
      body,
      context,
    );
  }
}

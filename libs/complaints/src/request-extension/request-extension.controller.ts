import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsOneOf,
  IsOpaqueId,
  IsText,
  PathId,
} from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { EXTENDABLE_CLOCKS, type ExtendableClock } from '../events';
import { STAFF } from '../roles';

class RequestExtensionBody extends NotedBody {
  @IsOneOf(EXTENDABLE_CLOCKS)
  readonly clock!: ExtendableClock;

  @IsText(32, {
    description:
      'For how long the clock is to run from its start, counted as it is now: running time (ISO 8601), working days like P3BD, or calendar days like P3CD.',
    example: 'PT72H',
  })
  readonly within!: string;

  @IsOpaqueId({ description: 'Why: a reason code.', example: 'waiting-for-part' })
  readonly reason!: string;
}

@Controller('complaints')
export class RequestExtensionController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/request-extension')
  @CommandEndpoint({
    summary: 'Ask for more time',
    roles: STAFF,
    description: 'Before the clock is due; one at a time.',
  })
  requestExtension(
    @PathId() id: string,
    @Body() body: RequestExtensionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'RequestExtension', clock: body.clock, within: body.within, reason: body.reason },
      body,
      context,
    );
  }
}

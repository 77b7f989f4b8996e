import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, IsNested, IsOneOf, PathId } from '@redress/http';
import { CallbackCommands } from '../change-callback/callback-commands';
import { ATTEMPT_OUTCOMES, type AttemptOutcome } from '../events';
import { STAFF } from '../roles';
import { movedTo, WindowBody, WindowOutcome } from '../schedule-callback/window.dto';

class RecordOutcomeBody extends CaseCommandBody {
  @IsOneOf(ATTEMPT_OUTCOMES)
  readonly outcome!: AttemptOutcome;

  @IsNested(() => WindowBody, {
    optional: true,
    description:
      'With `asked-to-call-later`: the window that the customer asked for; it takes the place of the one before.',
  })
  readonly window?: WindowBody;
}

@Controller('callbacks')
export class RecordOutcomeController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/outcome')
  @CommandEndpoint({
    summary: 'How the attempt ended',
    description:
      'Whoever is reached has been called in time, or late. `refused` ends the callback; so does the last attempt that the contact policy allows, unless it is a promise.',
    roles: STAFF,
    answer: WindowOutcome,
  })
  recordCallbackOutcome(
    @PathId() id: string,
    @Body() body: RecordOutcomeBody,
    @CommandContext() context: CommandContext,
  ): Promise<WindowOutcome> {
    const { outcome, window } = body;
    return this.commands.sendAndTell(
      id,
      { type: 'RecordOutcome', outcome, ...(window === undefined ? {} : { window }) },
      body,
      context,
      movedTo,
    );
  }
}

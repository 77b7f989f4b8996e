import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody, RENEGOTIATORS, type RenegotiatedBy } from '@redress/complaints';
import { CommandContext, CommandEndpoint, IsNested, IsOneOf, PathId } from '@redress/http';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';
import { movedTo, WindowBody, WindowOutcome } from '../schedule-callback/window.dto';

class RescheduleCallbackBody extends CaseCommandBody {
  @IsNested(() => WindowBody)
  readonly window!: WindowBody;

  @IsOneOf(RENEGOTIATORS, { description: 'Who asked for it.' })
  readonly renegotiatedBy!: RenegotiatedBy;
}

@Controller('callbacks')
export class RescheduleCallbackController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/reschedule')
  @CommandEndpoint({
    summary: 'Agree on another window',
    description: 'A window that was missed stays missed; another clock runs for the new one.',
    roles: STAFF,
    answer: WindowOutcome,
  })
  rescheduleCallback(
    @PathId() id: string,
    @Body() body: RescheduleCallbackBody,
    @CommandContext() context: CommandContext,
  ): Promise<WindowOutcome> {
    const { window, renegotiatedBy } = body;
    return this.commands.sendAndTell(
      id,
      { type: 'RescheduleCallback', window, renegotiatedBy },
      body,
      context,
      movedTo,
    );
  }
}

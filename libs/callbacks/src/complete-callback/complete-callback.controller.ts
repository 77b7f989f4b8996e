import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';
import { CompleteCallbackBody } from './complete-callback.dto';

@Controller('callbacks')
export class CompleteCallbackController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/complete')
  @CommandEndpoint({
    summary: 'The call is done with, by what was said',
    description: 'After the customer was reached. A follow-up needs `answers.satisfied`.',
    roles: STAFF,
  })
  completeCallback(
    @PathId() id: string,
    @Body() body: CompleteCallbackBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { answers = {} } = body;
    return this.commands.send(id, { type: 'CompleteCallback', answers }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { NotedBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';

class CancelCallbackBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'solved-meanwhile' })
  readonly reason!: string;
}

@Controller('callbacks')
export class CancelCallbackController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/cancel')
  @CommandEndpoint({
    summary: 'The call is not owed any more, for a reason',
    description: 'A promise that was missed is let go by a shift leader or a supervisor.',
    roles: STAFF,
  })
  cancelCallback(
    @PathId() id: string,
    @Body() body: CancelCallbackBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'CancelCallback', reason: body.reason }, body, context);
  }
}

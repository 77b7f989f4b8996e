import { Body, Controller, Post } from '@nestjs/common';
import { CaseCommandBody } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';

class TransferCallbackBody extends CaseCommandBody {
  @IsOpaqueId()
  readonly team!: string;

  @IsOpaqueId({ optional: true, description: 'Left out: any agent of the team.' })
  readonly owner?: string;
}

@Controller('callbacks')
export class TransferCallbackController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/transfer')
  @CommandEndpoint({ summary: 'Hand the call on to another team or agent', roles: STAFF })
  transferCallback(
    @PathId() id: string,
    @Body() body: TransferCallbackBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    const { team, owner = null } = body;
    return this.commands.send(id, { type: 'TransferCallback', team, owner }, body, context);
  }
}

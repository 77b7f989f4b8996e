import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class TransferComplaintBody extends CaseCommandBody {
  @IsOpaqueId()
  readonly team!: string;

  @IsOpaqueId({ optional: true, description: 'Left out: the pool of the team.' })
  readonly agent?: string;
}

@Controller('complaints')
export class TransferComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/transfer')
  @CommandEndpoint({
    summary: 'Hand it on to another team or agent',
    roles: STAFF,
    description: 'Counted, even where the target is the same.',
  })
  transferComplaint(
    @PathId() id: string,
    @Body() body: TransferComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'TransferComplaint', team: body.team, agent: body.agent ?? null },
      body,
      context,
    );
  }
}

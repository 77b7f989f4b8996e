import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class ReturnComplaintBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code. Counted.', example: 'wrong-skill' })
  readonly reason!: string;
}

@Controller('complaints')
export class ReturnComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/return')
  @CommandEndpoint({ summary: 'Give it back to the pool of its team', roles: STAFF })
  returnComplaint(
    @PathId() id: string,
    @Body() body: ReturnComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ReturnComplaint', reason: body.reason }, body, context);
  }
}

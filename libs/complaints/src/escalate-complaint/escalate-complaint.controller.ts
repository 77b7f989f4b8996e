import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class EscalateComplaintBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'beyond-authority' })
  readonly reason!: string;
}

@Controller('complaints')
export class EscalateComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/escalate')
  @CommandEndpoint({
    summary: 'A higher level is to look at it',
    roles: STAFF,
    description: 'A level higher, every time.',
  })
  escalateComplaint(
    @PathId() id: string,
    @Body() body: EscalateComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'EscalateComplaint', reason: body.reason }, body, context);
  }
}

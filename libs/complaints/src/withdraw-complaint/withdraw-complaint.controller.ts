import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class WithdrawComplaintBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'solved-itself' })
  readonly reason!: string;
}

@Controller('complaints')
export class WithdrawComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/withdraw')
  @CommandEndpoint({
    summary: 'The customer takes it back: ends the case',
    roles: STAFF,
  })
  withdrawComplaint(
    @PathId() id: string,
    @Body() body: WithdrawComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'WithdrawComplaint', reason: body.reason }, body, context);
  }
}

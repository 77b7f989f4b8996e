import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

@Controller('complaints')
export class ApproveWaitController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/approve-wait')
  @CommandEndpoint({
    summary: 'Approve that the case waits',
    roles: SUPERVISORS,
    description:
      'By another person than the one who let it wait. It then stops the clocks whose target wants that, from when the waiting began.',
  })
  approveWait(
    @PathId() id: string,
    @Body() body: CaseCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ApproveWait' }, body, context);
  }
}

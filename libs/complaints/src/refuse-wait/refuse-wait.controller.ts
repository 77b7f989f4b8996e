import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

class RefuseWaitBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'nothing-to-wait-for' })
  readonly reason!: string;
}

@Controller('complaints')
export class RefuseWaitController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/refuse-wait')
  @CommandEndpoint({
    summary: 'Do not approve that the case waits',
    roles: SUPERVISORS,
    description:
      'By another person than the one who let it wait. The case may go on waiting; the clocks whose target wants an approval run.',
  })
  refuseWait(
    @PathId() id: string,
    @Body() body: RefuseWaitBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'RefuseWait', reason: body.reason }, body, context);
  }
}

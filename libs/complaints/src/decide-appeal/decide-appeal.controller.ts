import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsFlag, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

class DecideAppealBody extends CaseCommandBody {
  @IsFlag({ description: 'Whether the customer is right: the case is then reopened.' })
  readonly upheld!: boolean;
}

@Controller('complaints')
export class DecideAppealController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/decide-appeal')
  @CommandEndpoint({
    summary: 'Decide on the appeal',
    roles: SUPERVISORS,
    description: 'By another person than the one who resolved or refused the case.',
  })
  decideAppeal(
    @PathId() id: string,
    @Body() body: DecideAppealBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'DecideAppeal', upheld: body.upheld }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsText, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

class OrderSupervisionBody extends CaseCommandBody {
  @IsText(32, {
    optional: true,
    description:
      'Until when it is to be answered, as running time from now (ISO 8601). Left out: what the policy says.',
    example: 'PT4H',
  })
  readonly within?: string;
}

@Controller('complaints')
export class OrderSupervisionController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/supervise')
  @CommandEndpoint({
    summary: 'Order an answer on the case',
    roles: SUPERVISORS,
    description: 'One at a time; it stays on the board until it is answered.',
  })
  orderSupervision(
    @PathId() id: string,
    @Body() body: OrderSupervisionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'OrderSupervision', ...(body.within === undefined ? {} : { within: body.within }) },
      body,
      context,
    );
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { WAIT_REASONS, type WaitReason } from '../events';
import { STAFF } from '../roles';

class StartWaitingBody extends CaseCommandBody {
  @IsOneOf(WAIT_REASONS)
  readonly waitsFor!: WaitReason;
}

@Controller('complaints')
export class StartWaitingController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/wait')
  @CommandEndpoint({
    summary: 'Wait for the customer, a supplier, evidence or another case',
    roles: STAFF,
    description:
      'The policy says which clocks stand still meanwhile, for how long, and whether a shift leader or supervisor has to approve it first.',
  })
  startWaiting(
    @PathId() id: string,
    @Body() body: StartWaitingBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'StartWaiting', waitsFor: body.waitsFor }, body, context);
  }
}

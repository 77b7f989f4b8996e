import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { resolver } from '../change-case/resolver';
import { STAFF } from '../roles';

class CloseComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ optional: true, description: 'For outside systems: the agent who resolved it.' })
  readonly resolvedBy?: string;
}

@Controller('complaints')
export class CloseComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/close')
  @CommandEndpoint({
    summary: 'The customer was asked, and it is done with',
    roles: STAFF,
    description:
      'An open case is resolved by it as well. Without the customer having been asked, it takes a contact policy that allows it, an outside system, or a supervisor who gives a reason.',
  })
  closeComplaint(
    @PathId() id: string,
    @Body() body: CloseComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'CloseComplaint', resolvedBy: resolver(body, context) },
      body,
      context,
    );
  }
}

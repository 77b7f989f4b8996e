import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { LEADERS } from '../roles';

class AssignComplaintBody extends CaseCommandBody {
  @IsOpaqueId()
  readonly team!: string;

  @IsOpaqueId({ optional: true, description: 'Left out: the pool of the team.' })
  readonly agent?: string;
}

@Controller('complaints')
export class AssignComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/assign')
  @CommandEndpoint({ summary: 'A team, or an agent of it, owes the next action', roles: LEADERS })
  assignComplaint(
    @PathId() id: string,
    @Body() body: AssignComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'AssignComplaint', team: body.team, agent: body.agent ?? null },
      body,
      context,
    );
  }
}

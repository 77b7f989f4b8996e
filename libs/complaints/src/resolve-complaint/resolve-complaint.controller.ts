import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { resolver } from '../change-case/resolver';
import { STAFF } from '../roles';

class ResolveComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ optional: true, description: 'For outside systems: the agent who resolved it.' })
  readonly resolvedBy?: string;
}

@Controller('complaints')
export class ResolveComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/resolve')
  @CommandEndpoint({
    summary: 'It is put right',
    roles: STAFF,
    description: 'Resolving a case that nobody had answered is its first response as well.',
  })
  resolveComplaint(
    @PathId() id: string,
    @Body() body: ResolveComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'ResolveComplaint', resolvedBy: resolver(body, context) },
      body,
      context,
    );
  }
}

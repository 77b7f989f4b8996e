import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { DomainError } from '@redress/kernel';
import { STAFF } from '../roles';

class ClaimComplaintBody extends CaseCommandBody {
  @IsOpaqueId({
    optional: true,
    description: 'For outside systems: the agent on whose behalf. An agent claims for themself.',
  })
  readonly agent?: string;
}

/** An agent claims for themself; an outside system names the agent. */
function claimant({ agent }: ClaimComplaintBody, { principal }: CommandContext): string {
  if (agent === undefined || agent === principal.id || principal.roles.includes('integration'))
    return agent ?? principal.id;
  throw new DomainError(
    'forbidden',
    'claiming-for-another',
    'A case is claimed for oneself; it can be assigned to another.',
  );
}

@Controller('complaints')
export class ClaimComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/claim')
  @CommandEndpoint({ summary: 'Take it up', roles: STAFF })
  claimComplaint(
    @PathId() id: string,
    @Body() body: ClaimComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ClaimComplaint', agent: claimant(body, context) }, body, context);
  }
}

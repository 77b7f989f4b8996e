import { CaseCommandBody } from '@redress/complaints';
import { type CommandContext, IsOpaqueId } from '@redress/http';
import { DomainError } from '@redress/kernel';

/** A command that an agent gives for themself, or an outside system on behalf of an agent. */
export class ActingAgentBody extends CaseCommandBody {
  @IsOpaqueId({
    optional: true,
    description: 'For outside systems: the agent on whose behalf. An agent acts for themself.',
  })
  readonly agent?: string;
}

/** Throws DomainError `acting-for-another`. */
export function actingAgent({ agent }: ActingAgentBody, { principal }: CommandContext): string {
  if (agent === undefined || agent === principal.id || principal.roles.includes('integration'))
    return agent ?? principal.id;
  throw new DomainError('forbidden', 'acting-for-another', 'An agent acts for themself.');
}

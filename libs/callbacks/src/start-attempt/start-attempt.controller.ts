import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, PathId } from '@redress/http';
import { actingAgent, ActingAgentBody } from '../change-callback/acting-agent.dto';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';
import { AttemptOutcomeSchema, suppressionIn } from './attempt-outcome.dto';

@Controller('callbacks')
export class StartAttemptController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/attempts')
  @CommandEndpoint({
    summary: 'Start to call',
    description:
      'The contact policy may hold the attempt back; that is done and on record too, and `suppressed` says why. Until the outcome is recorded nobody else calls.',
    roles: STAFF,
    answer: AttemptOutcomeSchema,
  })
  startCallbackAttempt(
    @PathId() id: string,
    @Body() body: ActingAgentBody,
    @CommandContext() context: CommandContext,
  ): Promise<AttemptOutcomeSchema> {
    return this.commands.sendAndTell(
      id,
      { type: 'StartAttempt', agent: actingAgent(body, context) },
      body,
      context,
      suppressionIn,
    );
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { actingAgent, ActingAgentBody } from '../change-callback/acting-agent.dto';
import { CallbackCommands } from '../change-callback/callback-commands';
import { STAFF } from '../roles';

@Controller('callbacks')
export class ClaimCallbackController {
  constructor(private readonly commands: CallbackCommands) {}

  @Post(':id/claim')
  @CommandEndpoint({
    summary: 'Take the call up',
    description: 'At first only its owner may; some time after the window has opened, anyone.',
    roles: STAFF,
  })
  claimCallback(
    @PathId() id: string,
    @Body() body: ActingAgentBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      { type: 'ClaimCallback', agent: actingAgent(body, context) },
      body,
      context,
    );
  }
}

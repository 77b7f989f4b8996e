import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { SUPERVISORS } from '../roles';

class RefuseExtensionBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'promised-already' })
  readonly reason!: string;
}

@Controller('complaints')
export class RefuseExtensionController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/refuse-extension')
  @CommandEndpoint({
    summary: 'Refuse the time that was asked for',
    roles: SUPERVISORS,
    description: 'By another person than the one who asked.',
  })
  refuseExtension(
    @PathId() id: string,
    @Body() body: RefuseExtensionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'RefuseExtension', reason: body.reason }, body, context);
  }
}

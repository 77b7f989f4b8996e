import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { NotedBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class RefuseComplaintBody extends NotedBody {
  @IsOpaqueId({ description: 'Why: a reason code.', example: 'not-our-service' })
  readonly reason!: string;
}

@Controller('complaints')
export class RefuseComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/refuse')
  @CommandEndpoint({ summary: 'It is not ours to handle: ends the case', roles: STAFF })
  refuseComplaint(
    @PathId() id: string,
    @Body() body: RefuseComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'RefuseComplaint', reason: body.reason }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOpaqueId, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class MergeComplaintBody extends CaseCommandBody {
  @IsOpaqueId({ description: 'The case that goes on.' })
  readonly into!: string;
}

@Controller('complaints')
export class MergeComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/merge')
  @CommandEndpoint({
    summary: 'It goes on in another case: ends this one',
    roles: STAFF,
  })
  mergeComplaint(
    @PathId() id: string,
    @Body() body: MergeComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'MergeComplaint', into: body.into }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsWholeNumber, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class ReprioritiseComplaintBody extends CaseCommandBody {
  @IsWholeNumber({ min: 1, max: 5 }, { description: '1 is the most urgent.' })
  readonly priority!: number;
}

@Controller('complaints')
export class ReprioritiseComplaintController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/reprioritise')
  @CommandEndpoint({
    summary: 'Give it another priority',
    roles: STAFF,
    description: 'The targets are chosen anew from the original start; time already used counts.',
  })
  reprioritiseComplaint(
    @PathId() id: string,
    @Body() body: ReprioritiseComplaintBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ReprioritiseComplaint', priority: body.priority }, body, context);
  }
}

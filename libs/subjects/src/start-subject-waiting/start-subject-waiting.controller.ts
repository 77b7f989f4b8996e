import { Body, Controller, Post } from '@nestjs/common';
import { WAIT_REASONS, type WaitReason } from '@redress/complaints';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsOneOf, PathId } from '@redress/http';
import { SubjectCommands } from '../change-subject/subject-commands';
import { SubjectCommandBody } from '../open-subject/open-subject.dto';
import { STAFF } from '../roles';

class StartSubjectWaitingBody extends SubjectCommandBody {
  @IsOneOf(WAIT_REASONS)
  readonly waitsFor!: WaitReason;
}

@Controller('subjects')
export class StartSubjectWaitingController {
  constructor(private readonly commands: SubjectCommands) {}

  @Post(':id/wait')
  @CommandEndpoint({
    summary: 'It waits for the customer, a supplier, evidence or another case',
    description: 'The policy says which clocks stand still meanwhile.',
    roles: STAFF,
  })
  startSubjectWaiting(
    @PathId() id: string,
    @Body() body: StartSubjectWaitingBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'StartSubjectWaiting', waitsFor: body.waitsFor }, body, context);
  }
}

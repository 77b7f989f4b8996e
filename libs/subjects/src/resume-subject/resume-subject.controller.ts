import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { SubjectCommands } from '../change-subject/subject-commands';
import { SubjectCommandBody } from '../open-subject/open-subject.dto';
import { STAFF } from '../roles';

@Controller('subjects')
export class ResumeSubjectController {
  constructor(private readonly commands: SubjectCommands) {}

  @Post(':id/resume')
  @CommandEndpoint({ summary: 'The waiting is over', roles: STAFF })
  resumeSubject(
    @PathId() id: string,
    @Body() body: SubjectCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'ResumeSubject' }, body, context);
  }
}

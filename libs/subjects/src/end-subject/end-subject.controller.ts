import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, PathId } from '@redress/http';
import { SubjectCommands } from '../change-subject/subject-commands';
import { SubjectCommandBody } from '../open-subject/open-subject.dto';
import { STAFF } from '../roles';

@Controller('subjects')
export class EndSubjectController {
  constructor(private readonly commands: SubjectCommands) {}

  @Post(':id/end')
  @CommandEndpoint({
    summary: 'Nothing more will happen to it',
    description: 'Its clocks that still go end without a verdict; what was missed stays missed.',
    roles: STAFF,
  })
  endSubject(
    @PathId() id: string,
    @Body() body: SubjectCommandBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'EndSubject' }, body, context);
  }
}

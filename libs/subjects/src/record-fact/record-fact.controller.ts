import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsMatching, PathId } from '@redress/http';
import { SubjectCommands } from '../change-subject/subject-commands';
import { CODE, CODE_FORM, SubjectCommandBody } from '../open-subject/open-subject.dto';
import { STAFF } from '../roles';

class RecordFactBody extends SubjectCommandBody {
  @IsMatching(CODE, CODE_FORM, {
    description: 'The code by which policies name it: `arrived`, `replied`, or one of their own.',
    example: 'arrived',
  })
  readonly fact!: string;
}

@Controller('subjects')
export class RecordFactController {
  constructor(private readonly commands: SubjectCommands) {}

  @Post(':id/facts')
  @CommandEndpoint({
    summary: 'Record that something happened to it',
    description: 'The policy says which clocks start and stop with it. Counted every time.',
    roles: STAFF,
  })
  recordSubjectFact(
    @PathId() id: string,
    @Body() body: RecordFactBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'RecordFact', fact: body.fact }, body, context);
  }
}

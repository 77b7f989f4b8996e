import { Body, Controller, Post } from '@nestjs/common';
import { CommandContext, CommandEndpoint, type CommandOutcome, IsText, PathId } from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { STAFF } from '../roles';

class AnswerSupervisionBody extends CaseCommandBody {
  @IsText(8_000, { description: 'Kept as personal data of the customer.' })
  readonly answer!: string;
}

@Controller('complaints')
export class AnswerSupervisionController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/answer-supervision')
  @CommandEndpoint({
    summary: 'Answer the order of a supervisor',
    roles: STAFF,
  })
  answerSupervision(
    @PathId() id: string,
    @Body() body: AnswerSupervisionBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(id, { type: 'AnswerSupervision', answer: body.answer }, body, context);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import {
  CommandContext,
  CommandEndpoint,
  type CommandOutcome,
  IsInstant,
  IsOneOf,
  PathId,
} from '@redress/http';
import { CaseCommandBody } from '../change-case/case-command.dto';
import { CaseCommands } from '../change-case/case-commands';
import { fromIso } from '@redress/kernel';
import { RENEGOTIATORS, type RenegotiatedBy } from '../events';
import { STAFF } from '../roles';

class PromiseAnswerBody extends CaseCommandBody {
  @IsInstant({ description: 'Until when. Counted in whole seconds from now on.' })
  readonly answerBy!: string;

  @IsOneOf(RENEGOTIATORS, {
    optional: true,
    description: 'Who asked for it: needed where an answer is promised already.',
  })
  readonly renegotiatedBy?: RenegotiatedBy;
}

@Controller('complaints')
export class PromiseAnswerController {
  constructor(private readonly commands: CaseCommands) {}

  @Post(':id/promise-answer')
  @CommandEndpoint({
    summary: 'The customer was promised an answer',
    roles: STAFF,
    description: 'The next response or the resolution keeps it. Another promise takes its place.',
  })
  promiseAnswer(
    @PathId() id: string,
    @Body() body: PromiseAnswerBody,
    @CommandContext() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.send(
      id,
      {
        type: 'PromiseAnswer',
        answerBy: fromIso(body.answerBy),
        ...(body.renegotiatedBy === undefined ? {} : { renegotiatedBy: body.renegotiatedBy }),
      },
      body,
      context,
    );
  }
}

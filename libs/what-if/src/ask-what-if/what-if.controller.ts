import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProblems, QuestionEndpoint } from '@redress/http';
import type { FastifyReply } from 'fastify';
import { WHAT_IF_ASKERS } from '../roles';
import { AskWhatIf } from './ask-what-if.query';
import { goneFrom } from './gone-from';
import { WhatIfAnswer } from './what-if-answer.dto';
import { WhatIfBody } from './what-if-question.dto';

@Controller('what-if')
export class WhatIfController {
  constructor(private readonly bus: QueryBus) {}

  /** A POST, for a policy does not fit into an address; it changes nothing. */
  @Post()
  @HttpCode(200)
  @QuestionEndpoint({
    summary: 'What another policy would have made of the past',
    description: [
      'Judges the clocks of the cases that were registered and the subjects that were opened in a range once more: by a policy that need not be published, by another version, or with other calendars. The answer has both sides, and the clocks whose verdict would be another one. Nothing is changed.',
      'It reads the log from the start of the range: about 20 seconds for 1,000,000 events. One question is answered at a time; another one gets 429 meanwhile. It ends when the client goes away.',
    ].join('\n\n'),
    roles: WHAT_IF_ASKERS,
    answer: WhatIfAnswer,
  })
  @ApiProblems(413, 415, 422, 429)
  async whatIf(
    @Body() question: WhatIfBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WhatIfAnswer> {
    const gone = goneFrom(reply);
    try {
      return await this.bus.execute(new AskWhatIf(question, gone.signal));
    } finally {
      gone.stop();
    }
  }
}

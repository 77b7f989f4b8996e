import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { ApiProblems, QuestionEndpoint } from '@redress/http';
import type { FastifyReply } from 'fastify';
import { goneFrom } from '../ask-what-if/gone-from';
import { WhatIfQuestion } from '../ask-what-if/what-if-question.dto';
import { WHAT_IF_ASKERS } from '../roles';
import { FLIP_COLUMNS } from './flip-line';
import { ListFlips } from './list-flips.query';

@Controller('what-if')
export class ListFlipsController {
  constructor(private readonly bus: QueryBus) {}

  @Post('flips')
  @HttpCode(200)
  @QuestionEndpoint({
    summary: 'All clocks whose verdict would be another one, as a file',
    description: [
      `CSV (RFC 4180, UTF-8) with the columns ${FLIP_COLUMNS.join(', ')}: a line for each, in the order in which cases and subjects were over, those that are not at the end. With the \`asOf\` of an answer of \`POST /v1/what-if\` these are the ones that it has counted.`,
      'Judged anew, for as long as that takes, and sent while it is: a text that ends in the midst of a chunk is not whole.',
    ].join('\n\n'),
    roles: WHAT_IF_ASKERS,
  })
  @ApiOkResponse({ description: 'The file.', content: { 'text/csv': { schema: { type: 'string' } } } })
  @ApiProblems(413, 415, 422, 429)
  async whatIfFlips(@Body() question: WhatIfQuestion, @Res() reply: FastifyReply): Promise<void> {
    const gone = goneFrom(reply);
    const text = await this.bus.execute(new ListFlips(question, gone.signal));
    void reply
      .type('text/csv; charset=utf-8')
      .header('Content-Disposition', 'attachment; filename="flips.csv"')
      .send(text);
  }
}

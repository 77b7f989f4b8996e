import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { FIGURE_READERS } from '../roles';
import { ServqualFiguresAnswer, ServqualFiguresQuestion } from './servqual-figures.dto';
import { AskServqualFigures } from './servqual-figures.query';

@Controller('figures/servqual')
export class ServqualFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'What customers expected, and what they found',
    description:
      'SERVQUAL over those who were asked in the range: each of the five dimensions of service with what was expected, what was perceived and the gap, and the overall gap by the weights that are asked for.',
    roles: FIGURE_READERS,
    answer: ServqualFiguresAnswer,
    readAfter: true,
  })
  servqualFigures(
    @Query() question: ServqualFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<ServqualFiguresAnswer> {
    return this.bus.execute(new AskServqualFigures(question, readAfter));
  }
}

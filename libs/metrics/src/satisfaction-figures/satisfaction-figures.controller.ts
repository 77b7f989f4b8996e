import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { FIGURE_READERS } from '../roles';
import { SatisfactionFiguresAnswer, SatisfactionFiguresQuestion } from './satisfaction-figures.dto';
import { AskSatisfactionFigures } from './satisfaction-figures.query';

@Controller('figures/satisfaction')
export class SatisfactionFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'How satisfied customers are',
    description:
      'What customers said who were asked in the range: satisfied or not, CSAT, and SERVQUAL by dimension. Answers about a case are filed under who resolved it last. Calls that no case asked for count only where every kind of case does.',
    roles: FIGURE_READERS,
    answer: SatisfactionFiguresAnswer,
    readAfter: true,
  })
  satisfactionFigures(
    @Query() question: SatisfactionFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<SatisfactionFiguresAnswer> {
    return this.bus.execute(new AskSatisfactionFigures(question, readAfter));
  }
}

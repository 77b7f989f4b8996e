import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { SatisfactionItem, satisfactionList, SatisfactionListQuestion } from './satisfaction-list';
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

  @Get('list')
  @QuestionEndpoint({
    summary: 'The answers behind the figures of satisfaction',
    description: 'What each customer answered who was asked in the range, the newest first.',
    roles: FIGURE_READERS,
    answer: { pageOf: SatisfactionItem },
    readAfter: true,
  })
  satisfactionList(
    @Query() question: SatisfactionListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<SatisfactionItem>> {
    return this.bus.execute(new AskFigureList(satisfactionList(question), question, readAfter));
  }
}

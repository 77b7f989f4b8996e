import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { FIGURE_READERS } from '../roles';
import { FollowUpFiguresAnswer, FollowUpFiguresQuestion } from './follow-up-figures.dto';
import { AskFollowUpFigures } from './follow-up-figures.query';

@Controller('figures/follow-ups')
export class FollowUpFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'How many resolved cases were followed up',
    description:
      'Of the cases resolved in the range, each cycle counted: how many customers were asked, in time, reached and dissatisfied.',
    roles: FIGURE_READERS,
    answer: FollowUpFiguresAnswer,
    readAfter: true,
  })
  followUpFigures(
    @Query() question: FollowUpFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<FollowUpFiguresAnswer> {
    return this.bus.execute(new AskFollowUpFigures(question, readAfter));
  }
}

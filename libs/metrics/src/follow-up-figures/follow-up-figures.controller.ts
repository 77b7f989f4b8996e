import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { FollowUpItem, followUpList, FollowUpListQuestion } from './follow-up-list';
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

  @Get('list')
  @QuestionEndpoint({
    summary: 'The resolutions behind the figures of follow-ups',
    description: 'Each resolution of the range with how following it up went, the newest first.',
    roles: FIGURE_READERS,
    answer: { pageOf: FollowUpItem },
    readAfter: true,
  })
  followUpList(
    @Query() question: FollowUpListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<FollowUpItem>> {
    return this.bus.execute(new AskFigureList(followUpList(question), question, readAfter));
  }
}

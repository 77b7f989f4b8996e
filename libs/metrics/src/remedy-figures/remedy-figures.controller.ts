import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { RemedyFigureItem, remedyFigureList, RemedyFigureListQuestion } from './remedy-figure-list';
import { RemedyFiguresAnswer, RemedyFiguresQuestion } from './remedy-figures.dto';
import { AskRemedyFigures } from './remedy-figures.query';

@Controller('figures/remedies')
export class RemedyFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'Remedies and what they cost',
    description:
      'What was offered, accepted, refused, fulfilled and reversed in the range, counted, and the amounts by currency, which are never added up. The trial balance adds up to nothing for each currency.',
    roles: FIGURE_READERS,
    answer: RemedyFiguresAnswer,
    readAfter: true,
  })
  remedyFigures(
    @Query() question: RemedyFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<RemedyFiguresAnswer> {
    return this.bus.execute(new AskRemedyFigures(question, readAfter));
  }

  @Get('list')
  @QuestionEndpoint({
    summary: 'What stands behind the figures of remedies',
    description: 'Whatever happened to a remedy in the range, the newest first.',
    roles: FIGURE_READERS,
    answer: { pageOf: RemedyFigureItem },
    readAfter: true,
  })
  remedyFigureList(
    @Query() question: RemedyFigureListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<RemedyFigureItem>> {
    return this.bus.execute(new AskFigureList(remedyFigureList(question), question, readAfter));
  }
}

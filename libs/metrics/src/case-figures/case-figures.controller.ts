import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { CaseFigureItem, caseFigureList, CaseFigureListQuestion } from './case-figure-list';
import { CaseFiguresAnswer, CaseFiguresQuestion } from './case-figures.dto';
import { AskCaseFigures } from './case-figures.query';

@Controller('figures/cases')
export class CaseFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'What happened to cases, counted',
    description:
      'Cases registered in the range, and how often they were transferred, resolved, reopened and so on until now. A case counts where it stands now.',
    roles: FIGURE_READERS,
    answer: CaseFiguresAnswer,
    readAfter: true,
  })
  caseFigures(
    @Query() question: CaseFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<CaseFiguresAnswer> {
    return this.bus.execute(new AskCaseFigures(question, readAfter));
  }

  @Get('list')
  @QuestionEndpoint({
    summary: 'The cases behind the figures',
    description:
      'Each case that was registered in the range, with how often things happened to it until now, the newest first.',
    roles: FIGURE_READERS,
    answer: { pageOf: CaseFigureItem },
    readAfter: true,
  })
  caseFigureList(
    @Query() question: CaseFigureListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<CaseFigureItem>> {
    return this.bus.execute(new AskFigureList(caseFigureList(question), question, readAfter));
  }
}

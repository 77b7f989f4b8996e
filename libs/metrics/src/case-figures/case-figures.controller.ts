import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { FIGURE_READERS } from '../roles';
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
}

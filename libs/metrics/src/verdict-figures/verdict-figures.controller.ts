import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { FIGURE_READERS } from '../roles';
import { VerdictFiguresAnswer, VerdictFiguresQuestion } from './verdict-figures.dto';
import { AskVerdictFigures } from './verdict-figures.query';
import { VerdictItem, VerdictListQuestion } from './verdict-list.dto';
import { AskVerdictList } from './verdict-list.query';

@Controller('figures/verdicts')
export class VerdictFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'How many SLA clocks were met and missed',
    description: 'Runs of one SLA clock by verdict, and how many of them reached each warning mark.',
    roles: FIGURE_READERS,
    answer: VerdictFiguresAnswer,
    readAfter: true,
  })
  verdictFigures(
    @Query() question: VerdictFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<VerdictFiguresAnswer> {
    return this.bus.execute(new AskVerdictFigures(question, readAfter));
  }

  @Get('list')
  @QuestionEndpoint({
    summary: 'Every SLA verdict',
    description:
      'Each run of an SLA clock with its verdict and due instant, by the registration of its case.',
    roles: FIGURE_READERS,
    answer: { pageOf: VerdictItem },
    readAfter: true,
  })
  verdictList(
    @Query() question: VerdictListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<VerdictItem>> {
    return this.bus.execute(new AskVerdictList(question, readAfter));
  }
}

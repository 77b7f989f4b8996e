import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { VerdictFiguresAnswer, VerdictFiguresQuestion } from './verdict-figures.dto';
import { AskVerdictFigures } from './verdict-figures.query';
import { VerdictItem, verdictList, VerdictListQuestion } from './verdict-list';
import { VerdictsByClockAnswer, VerdictsByClockQuestion } from './verdicts-by-clock.dto';
import { AskVerdictsByClock } from './verdicts-by-clock.query';

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
    return this.bus.execute(new AskFigureList(verdictList(question), question, readAfter));
  }

  @Get('by-clock')
  @QuestionEndpoint({
    summary: 'How many SLA clocks of each name were met and missed',
    description:
      'Runs of every SLA clock of the range by verdict, and those of each team: also of clocks that policies define.',
    roles: FIGURE_READERS,
    answer: VerdictsByClockAnswer,
    readAfter: true,
  })
  verdictsByClock(
    @Query() question: VerdictsByClockQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<VerdictsByClockAnswer> {
    return this.bus.execute(new AskVerdictsByClock(question, readAfter));
  }
}

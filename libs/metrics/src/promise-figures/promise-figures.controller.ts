import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { PromiseFigureItem, promiseFigureList, PromiseFigureListQuestion } from './promise-figure-list';
import { PromiseFiguresAnswer, PromiseFiguresQuestion } from './promise-figures.dto';
import { AskPromiseFigures } from './promise-figures.query';

@Controller('figures/promises')
export class PromiseFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'How many promises to customers were kept',
    description:
      'Promises that are due in the range, by what became of them: each agreed window of a callback or a follow-up, each remedy and each answer promised by an instant. `agent` is who owes it. Calls that no case asked for count only where every kind of case does.',
    roles: FIGURE_READERS,
    answer: PromiseFiguresAnswer,
    readAfter: true,
  })
  promiseFigures(
    @Query() question: PromiseFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<PromiseFiguresAnswer> {
    return this.bus.execute(new AskPromiseFigures(question, readAfter));
  }

  @Get('list')
  @QuestionEndpoint({
    summary: 'The promises behind the figures',
    description: 'Each promise that is due in the range, with what became of it, what is due last first.',
    roles: FIGURE_READERS,
    answer: { pageOf: PromiseFigureItem },
    readAfter: true,
  })
  promiseFigureList(
    @Query() question: PromiseFigureListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<PromiseFigureItem>> {
    return this.bus.execute(new AskFigureList(promiseFigureList(question), question, readAfter));
  }
}

import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { SatisfactionFiguresAnswer, SatisfactionFiguresQuestion } from './satisfaction-figures.dto';

/** What customers said when they were asked. */
export class AskSatisfactionFigures extends Query<SatisfactionFiguresAnswer> {
  constructor(
    readonly question: SatisfactionFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

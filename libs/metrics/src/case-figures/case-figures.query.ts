import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { CaseFiguresAnswer, CaseFiguresQuestion } from './case-figures.dto';

/** What happened to cases, counted. */
export class AskCaseFigures extends Query<CaseFiguresAnswer> {
  constructor(
    readonly question: CaseFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { RemedyFiguresAnswer, RemedyFiguresQuestion } from './remedy-figures.dto';

/** What remedies were promised, given and taken back, and what they cost. */
export class AskRemedyFigures extends Query<RemedyFiguresAnswer> {
  constructor(
    readonly question: RemedyFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { FollowUpFiguresAnswer, FollowUpFiguresQuestion } from './follow-up-figures.dto';

/** How many resolved cases were followed up, and how many customers were reached. */
export class AskFollowUpFigures extends Query<FollowUpFiguresAnswer> {
  constructor(
    readonly question: FollowUpFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

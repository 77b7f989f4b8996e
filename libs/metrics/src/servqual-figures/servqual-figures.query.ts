import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { ServqualFiguresAnswer, ServqualFiguresQuestion } from './servqual-figures.dto';

/** What customers expected of our service and what they found, by dimension. */
export class AskServqualFigures extends Query<ServqualFiguresAnswer> {
  constructor(
    readonly question: ServqualFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

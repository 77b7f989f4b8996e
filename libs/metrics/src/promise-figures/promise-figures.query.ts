import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { PromiseFiguresAnswer, PromiseFiguresQuestion } from './promise-figures.dto';

/** How many promises to customers were kept. */
export class AskPromiseFigures extends Query<PromiseFiguresAnswer> {
  constructor(
    readonly question: PromiseFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

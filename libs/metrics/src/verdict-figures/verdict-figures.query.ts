import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { VerdictFiguresAnswer, VerdictFiguresQuestion } from './verdict-figures.dto';

/** How many SLA clocks were met and missed. */
export class AskVerdictFigures extends Query<VerdictFiguresAnswer> {
  constructor(
    readonly question: VerdictFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

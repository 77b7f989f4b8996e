import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { SubjectFigure, SubjectFiguresQuestion } from './subject-figures.dto';

/** How many clocks of subjects were met and missed. */
export class AskSubjectFigures extends Query<readonly SubjectFigure[]> {
  constructor(
    readonly question: SubjectFiguresQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { SubjectClockExplanation } from './subject-clock-explanation.dto';

/** Where the time of one run of a clock of a subject went; without `instance`, of its latest run. */
export class ExplainSubjectClock extends Query<SubjectClockExplanation> {
  constructor(
    readonly subjectId: string,
    readonly clock: string,
    readonly instance?: number,
  ) {
    super();
  }
}

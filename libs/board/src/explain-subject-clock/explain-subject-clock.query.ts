import { Query } from '@nestjs/cqrs';
import type { AskedClock } from '../explain-clock/explain-on-stream';
import type { SubjectClockExplanation } from './subject-clock-explanation.dto';

/** Where the time of one run of a clock of a subject went; or where it had gone by an instant of the past. */
export class ExplainSubjectClock extends Query<SubjectClockExplanation> {
  constructor(
    readonly subjectId: string,
    readonly asked: AskedClock,
  ) {
    super();
  }
}

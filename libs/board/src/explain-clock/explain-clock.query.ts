import { Query } from '@nestjs/cqrs';
import type { ClockExplanation } from './clock-explanation.dto';

/** Where the time of one run of a clock of a case went; without `instance`, of its latest run. */
export class ExplainClock extends Query<ClockExplanation> {
  constructor(
    readonly complaintId: string,
    readonly clock: string,
    readonly instance?: number,
  ) {
    super();
  }
}

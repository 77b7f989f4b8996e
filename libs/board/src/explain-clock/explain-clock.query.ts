import { Query } from '@nestjs/cqrs';
import type { ClockExplanation } from './clock-explanation.dto';
import type { AskedClock } from './explain-on-stream';

/** Where the time of one run of a clock of a case went; or where it had gone by an instant of the past. */
export class ExplainClock extends Query<ClockExplanation> {
  constructor(
    readonly complaintId: string,
    readonly asked: AskedClock,
  ) {
    super();
  }
}

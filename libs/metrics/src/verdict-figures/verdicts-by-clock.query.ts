import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { VerdictsByClockAnswer, VerdictsByClockQuestion } from './verdicts-by-clock.dto';

/** How many SLA clocks of each name were met and missed, by team. */
export class AskVerdictsByClock extends Query<VerdictsByClockAnswer> {
  constructor(
    readonly question: VerdictsByClockQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { CaseClock } from '../team-clocks/clock.dto';

/** All clocks of a case, those that have ended too, in the order of cycle, clock and instance. */
export class AskCaseClocks extends Query<readonly CaseClock[]> {
  constructor(
    readonly complaintId: string,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

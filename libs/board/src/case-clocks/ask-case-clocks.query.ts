import { Query } from '@nestjs/cqrs';
import type { PastList, ReadToken } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { CaseClock } from '../team-clocks/clock.dto';

/** All clocks of a case, those that have ended too, in the order of cycle, clock and instance; or as they were. */
export class AskCaseClocks extends Query<readonly CaseClock[] | PastList<CaseClock>> {
  constructor(
    readonly complaintId: string,
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, PastMark, ReadToken } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { BoardClock } from '../team-clocks/clock.dto';

/** The clocks of a team's cases and subjects that wait for their stop: by due instant, those that stand still at the end. */
export class AskGoingClocks extends Query<Page<BoardClock> & { readonly past?: PastMark }> {
  constructor(
    readonly team: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { TeamLoad } from './team-load.dto';

/** Who has how much of a team's open actions in hand; or had. */
export class AskTeamLoad extends Query<TeamLoad> {
  constructor(
    readonly team: string,
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { CaseClock } from '../team-clocks/clock.dto';

/** The clocks of a team's cases that wait for their stop: by due instant, those that stand still at the end. */
export class AskGoingClocks extends Query<Page<CaseClock>> {
  constructor(
    readonly team: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

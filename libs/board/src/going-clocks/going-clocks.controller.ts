import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  CurrentPrincipal,
  instantAsked,
  type Page,
  type PastMark,
  PastPageQuery,
  PathId,
  type Principal,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import { assertMayWatch, CLOCK_READERS } from '../roles';
import { BoardClock } from '../team-clocks/clock.dto';
import { AskGoingClocks } from './ask-going-clocks.query';

@Controller('teams')
export class GoingClocksController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':team/clocks')
  @QuestionEndpoint({
    summary: 'The clocks of a team',
    description:
      'The clocks of its cases, and of the subjects that it owes, that wait for their stop: the earliest due instant first, those that stand still at the end. An agent reads those of their own teams.',
    roles: CLOCK_READERS,
    answer: { pageOf: BoardClock },
    readAfter: true,
    asOf: true,
  })
  async goingClocks(
    @PathId('team') team: string,
    @Query() page: PastPageQuery,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<BoardClock> & { readonly past?: PastMark }> {
    assertMayWatch(team, principal);
    return this.bus.execute(new AskGoingClocks(team, page, readAfter, instantAsked(page)));
  }
}

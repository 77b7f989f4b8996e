import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  AsOfQuery,
  CurrentPrincipal,
  instantAsked,
  PathId,
  type Principal,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import { assertMayReadTeam, QUEUE_READERS } from '../roles';
import { AskTeamLoad } from './ask-team-load.query';
import { TeamLoad } from './team-load.dto';

@Controller('queues')
export class TeamLoadController {
  constructor(private readonly bus: QueryBus) {}

  @Get('teams/:team/load')
  @QuestionEndpoint({
    summary: 'The load of a team',
    description:
      'How much stands in the pool of the team, since when, and what each agent has in hand of its cases and callbacks. An agent reads that of their own teams.',
    roles: QUEUE_READERS,
    answer: TeamLoad,
    readAfter: true,
    asOf: true,
  })
  teamLoad(
    @PathId('team') team: string,
    @Query() query: AsOfQuery,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<TeamLoad> {
    assertMayReadTeam(team, principal);
    return this.bus.execute(new AskTeamLoad(team, readAfter, instantAsked(query)));
  }
}

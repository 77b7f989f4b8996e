import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { CurrentPrincipal, LiveEndpoint, PathId, type Principal, streamLive } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { liveTable, LiveWatch, ReadModel } from '@redress/read-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMayWatch, CLOCK_READERS, isLeader } from '../roles';
import { liveClocks, teamTopic } from './clocks.live';
import { LiveClocksQuestion } from './live-clocks.dto';

const FRAMES = [
  'First `snapshot`: the going clocks of cases and of subjects, in one part or several (`part`, `isLast`), each of one team; part 1 replaces all that was known.',
  'Then, as it happens: `clock`, a clock as it now stands, with its verdict once it has ended; `removed`, a clock whose case has left the team that is named. Several changes of one clock may come as the last of them.',
].join('\n\n');

@Controller()
export class LiveClocksController {
  readonly #logger = new Logger(LiveClocksController.name);

  constructor(
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('clocks/live')
  @LiveEndpoint({
    summary: 'The clocks of several teams, live',
    description: `${FRAMES}\n\nWithout \`team\` leaders watch all teams that there are, now and later, and agents their own.`,
    roles: CLOCK_READERS,
  })
  liveClocksOfTeams(
    @Query() { team }: LiveClocksQuestion,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const teams = team ?? (isLeader(principal) ? undefined : principal.teams);
    for (const one of teams ?? []) assertMayWatch(one, principal);
    this.#stream(teams, request, reply);
  }

  @Get('teams/:team/clocks/live')
  @LiveEndpoint({
    summary: 'The clocks of a team, live',
    description: `${FRAMES}\n\nAn agent watches their own teams.`,
    roles: CLOCK_READERS,
  })
  liveClocks(
    @PathId('team') team: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    assertMayWatch(team, principal);
    this.#stream([team], request, reply);
  }

  #stream(teams: readonly string[] | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const table = liveTable(this.readModel, liveClocks);
    const topics = teams?.map(teamTopic);
    streamLive(
      request,
      reply,
      (lastEventId) => new LiveWatch(table, { topics, lastEventId, clock: this.clock }),
      (error) => {
        this.#logger.error({ err: error, teams }, 'a live stream of clocks broke off; its client comes back');
      },
    );
  }
}

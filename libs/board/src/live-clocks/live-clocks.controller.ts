import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import { CurrentPrincipal, openEventStream, PathId, type Principal, QuestionEndpoint } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMayWatch, CLOCK_READERS } from '../roles';
import { streamClocks } from './stream-clocks';

@Controller('teams')
export class LiveClocksController {
  readonly #logger = new Logger(LiveClocksController.name);

  constructor(
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':team/clocks/live')
  @QuestionEndpoint({
    summary: 'The clocks of a team, live',
    description: [
      'Server-sent events. First `snapshot`: the going clocks, in one part or several (`part`, `isLast`); part 1 replaces all that was known.',
      'Then, as it happens: `clock`, a clock as it now stands, with its verdict once it has ended; `removed`, a clock whose case has left the team.',
      'Every two seconds `heartbeat`: what time it is (`now`), how many seconds ago the board was last seen up to date, and whether it is `stale`.',
      'A client that comes back with `Last-Event-ID` gets what it has missed, or a new snapshot. An agent watches their own teams.',
    ].join('\n\n'),
    roles: CLOCK_READERS,
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last event that was seen.',
  })
  @ApiOkResponse({
    description: 'A stream of events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  liveClocks(
    @PathId('team') team: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    assertMayWatch(team, principal);
    const stream = openEventStream(request, reply);
    streamClocks(this.readModel, team, stream, reply.raw, this.clock)
      .catch((error: unknown) => {
        this.#logger.error({ err: error, team }, 'a live stream of clocks broke off; its client comes back');
      })
      .finally(() => {
        stream.end();
      });
  }
}

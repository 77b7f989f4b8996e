import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  LiveEndpoint,
  PathId,
  type Principal,
  ReadAfter,
  type ReadToken,
  streamLive,
} from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { ReadModel } from '@redress/read-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AskCaseClocks } from '../case-clocks/ask-case-clocks.query';
import { CLOCK_READERS } from '../roles';
import { CaseWatch } from './case-watch';

@Controller('complaints')
export class LiveCaseController {
  readonly #logger = new Logger(LiveCaseController.name);

  constructor(
    private readonly bus: QueryBus,
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id/live')
  @LiveEndpoint({
    summary: 'A case, live',
    description:
      'Each as a whole, at first and whenever it has changed: `case`, as `GET /v1/complaints/{id}` answers; `clocks`, as `GET /v1/complaints/{id}/clocks` does. With either, the timeline may have grown. Who reads the record of the customer is recorded each time.',
    roles: CLOCK_READERS,
    one: true,
    readAfter: true,
  })
  async liveCase(
    @PathId() id: string,
    @CurrentPrincipal() principal: Principal,
    @ReadAfter() readAfter: ReadToken | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.bus.execute(new AskCaseClocks(id, readAfter)); // not found before the stream begins
    const reader = { actor: actorOf(principal), purpose: 'live-case', correlationId: request.id };
    streamLive(
      request,
      reply,
      (lastEventId) =>
        new CaseWatch(this.bus, this.readModel, { complaintId: id, reader, lastEventId, clock: this.clock }),
      (error) => {
        this.#logger.error({ err: error }, 'a live stream of a case broke off; its client comes back');
      },
    );
  }
}

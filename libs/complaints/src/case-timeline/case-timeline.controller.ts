import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  type Page,
  PageQuery,
  PathId,
  type Principal,
  QuestionEndpoint,
} from '@redress/http';
import type { FastifyRequest } from 'fastify';
import { READERS } from '../roles';
import { AskCaseTimeline } from './ask-case-timeline.query';
import { TimelineEvent } from './timeline-event.dto';

@Controller('complaints')
export class CaseTimelineController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/timeline')
  @QuestionEndpoint({
    summary: 'The history of a case',
    description:
      'Every event of the case, of its resolutions and of its clocks, in order, with notes and other texts. Who reads texts is recorded. Always shows all that was answered before.',
    roles: READERS,
    answer: { pageOf: TimelineEvent },
    one: true,
  })
  caseTimeline(
    @PathId() id: string,
    @Query() page: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<Page<TimelineEvent>> {
    const reader = { actor: actorOf(principal), purpose: 'case-timeline', correlationId: request.id };
    return this.bus.execute(new AskCaseTimeline(id, page, reader));
  }
}

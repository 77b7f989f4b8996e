import { Controller, Get, Query, Req } from '@nestjs/common';
import {
  actorOf,
  CurrentPrincipal,
  decodeCursor,
  encodeCursor,
  type Page,
  PageQuery,
  PathId,
  type Principal,
  QuestionEndpoint,
} from '@redress/http';
import type { FastifyRequest } from 'fastify';
import { READERS } from '../roles';
import { CaseTimeline } from './case-timeline';
import { TimelineEvent } from './timeline-event.dto';

@Controller('complaints')
export class CaseTimelineController {
  constructor(private readonly timeline: CaseTimeline) {}

  @Get(':id/timeline')
  @QuestionEndpoint({
    summary: 'The history of a case',
    description:
      'Every event of the case and of its clocks, in order, with notes and other texts. Who reads texts is recorded. Always shows all that was answered before.',
    roles: READERS,
    answer: { pageOf: TimelineEvent },
    one: true,
  })
  async readTimeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<Page<TimelineEvent>> {
    const fromRevision = query.cursor === undefined ? 0 : Math.max(0, decodeCursor(query.cursor, 'integer')[0]);
    const { events, nextRevision } = await this.timeline.read(
      id,
      { fromRevision, limit: query.limit },
      { actor: actorOf(principal), purpose: 'case-timeline', correlationId: request.id },
    );
    return { items: events, ...(nextRevision === undefined ? {} : { nextCursor: encodeCursor(nextRevision) }) };
  }
}

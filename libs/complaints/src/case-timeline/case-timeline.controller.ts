import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  instantAsked,
  type Page,
  type PastMark,
  PathId,
  type Principal,
  QuestionEndpoint,
} from '@redress/http';
import type { FastifyRequest } from 'fastify';
import { READERS } from '../roles';
import { AskCaseTimeline } from './ask-case-timeline.query';
import { TimelineEvent } from './timeline-event.dto';
import { TimelineQuestion } from './timeline-question.dto';

@Controller('complaints')
export class CaseTimelineController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/timeline')
  @QuestionEndpoint({
    summary: 'The history of a case',
    description:
      'Every event of the case, of its resolutions and of its clocks, in order, with notes and other texts. Who reads texts is recorded. Always shows all that was answered before. Of the past, only what had been recorded by then; a text that has been erased since is erased there too.',
    roles: READERS,
    answer: { pageOf: TimelineEvent },
    one: true,
    asOf: true,
  })
  caseTimeline(
    @PathId() id: string,
    @Query() question: TimelineQuestion,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<Page<TimelineEvent> & { readonly past?: PastMark }> {
    const reader = { actor: actorOf(principal), purpose: 'case-timeline', correlationId: request.id };
    return this.bus.execute(new AskCaseTimeline(id, question, reader, instantAsked(question)));
  }
}

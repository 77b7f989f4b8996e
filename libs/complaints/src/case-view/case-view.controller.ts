import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  etagOf,
  type Page,
  PathId,
  type Principal,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { READERS } from '../roles';
import { AskCaseList } from './ask-case-list.query';
import { AskCase } from './ask-case.query';
import { CaseListQuestion } from './case-list.dto';
import { CaseSummary } from './case-summary.dto';
import { CaseView } from './case-view.dto';

@Controller('complaints')
export class CaseViewController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'Cases, the newest or the oldest first',
    description: 'All that is named must hold; of several values of one name, one.',
    roles: [...READERS, 'analyst'],
    answer: { pageOf: CaseSummary },
    readAfter: true,
  })
  caseList(
    @Query() question: CaseListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<CaseSummary>> {
    return this.bus.execute(new AskCaseList(question, readAfter));
  }

  @Get(':id')
  @QuestionEndpoint({
    summary: 'A case as it stands',
    description:
      'With its customer and what they said; who reads that is recorded. The ETag is for the If-Match of a command.',
    roles: READERS,
    answer: CaseView,
    one: true,
    readAfter: true,
  })
  async caseView(
    @PathId() id: string,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseView> {
    const reader = { actor: actorOf(principal), purpose: 'case-view', correlationId: request.id };
    const view = await this.bus.execute(new AskCase(id, reader, readAfter));
    void reply.header('ETag', etagOf(view.revision));
    return view;
  }
}

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
import { AskCallback } from './ask-callback.query';
import { AskCallbacks } from './ask-callbacks.query';
import { CallbackListQuestion } from './callback-list.dto';
import { assertSeen, CALLBACK_READERS, sightOf } from './callback-readers';
import { CallbackSummary } from './callback-summary.dto';
import { CallbackView } from './callback-view.dto';

const SIGHT = 'An agent reads their own and those of their teams.';

@Controller('callbacks')
export class DueCallbacksController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'Callbacks, the earliest end of a window first',
    description: `All that is named must hold; of several values of one name, one. ${SIGHT} \`due=true\` is what to call now.`,
    roles: CALLBACK_READERS,
    answer: { pageOf: CallbackSummary },
    readAfter: true,
  })
  callbackList(
    @Query() question: CallbackListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CallbackSummary>> {
    const sight = sightOf(principal);
    const { owner, team } = question;
    if (team !== undefined) assertSeen(sight, { owner, team });
    return this.bus.execute(new AskCallbacks(question, sight, readAfter));
  }

  @Get(':id')
  @QuestionEndpoint({
    summary: 'A callback as it stands',
    description: `With whom to call; who reads that is recorded. ${SIGHT} The ETag is for the If-Match of a command.`,
    roles: CALLBACK_READERS,
    answer: CallbackView,
    one: true,
    readAfter: true,
  })
  async callbackView(
    @PathId() id: string,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CallbackView> {
    const reader = { actor: actorOf(principal), purpose: 'callback', correlationId: request.id };
    const view = await this.bus.execute(new AskCallback(id, reader, sightOf(principal), readAfter));
    void reply.header('ETag', etagOf(view.revision));
    return view;
  }
}

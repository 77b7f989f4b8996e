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
import { assertMayReadAgent, assertMayReadTeam, QUEUE_READERS } from '../roles';
import { AskQueue } from './ask-queue.query';
import { QueueItem } from './queue-item.dto';

const ORDER =
  'What is lost by waiting comes first: the earliest due instant, paused clocks after running ones, then an open supervision order, the most chases, special care, tier, priority and age. Callbacks are due at the end of their window.';

@Controller('queues')
export class QueueController {
  constructor(private readonly bus: QueryBus) {}

  @Get('agents/:agent')
  @QuestionEndpoint({
    summary: 'The queue of an agent',
    description: `${ORDER} An agent reads their own.`,
    roles: QUEUE_READERS,
    answer: { pageOf: QueueItem },
    readAfter: true,
    asOf: true,
  })
  agentQueue(
    @PathId('agent') agent: string,
    @Query() page: PastPageQuery,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<QueueItem> & { readonly past?: PastMark }> {
    assertMayReadAgent(agent, principal);
    return this.bus.execute(
      new AskQueue({ kind: 'agent', name: agent }, page, readAfter, instantAsked(page)),
    );
  }

  @Get('teams/:team')
  @QuestionEndpoint({
    summary: 'The pool of a team',
    description: `What no agent of the team has yet. ${ORDER} An agent reads the pools of their own teams.`,
    roles: QUEUE_READERS,
    answer: { pageOf: QueueItem },
    readAfter: true,
    asOf: true,
  })
  teamPool(
    @PathId('team') team: string,
    @Query() page: PastPageQuery,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<QueueItem> & { readonly past?: PastMark }> {
    assertMayReadTeam(team, principal);
    return this.bus.execute(new AskQueue({ kind: 'team', name: team }, page, readAfter, instantAsked(page)));
  }
}

import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { CurrentPrincipal, LiveEndpoint, PathId, type Principal, streamLive } from '@redress/http';
import { CLOCK, type Clock } from '@redress/kernel';
import { liveTable, LiveWatch, ReadModel } from '@redress/read-model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { QueueRef } from '../queue/queue-item.dto';
import { assertMayReadAgent, assertMayReadTeam, QUEUE_READERS } from '../roles';
import { LiveQueuesQuestion } from './live-queue.dto';
import { liveQueues, queueTopic } from './queues.live';

const FRAMES = [
  'First `snapshot`: what stands in the queue (`items`), in one part or several (`part`, `isLast`), each of one queue; part 1 replaces all that was known.',
  'Then, as it happens: `item`, an item as it now stands in its queue; `removed`, one that has left the queue that is named. `order` is the place of an item: the queue is sorted by it as text, code by code. Several changes of one item may come as the last of them.',
].join('\n\n');

@Controller('queues')
export class LiveQueueController {
  readonly #logger = new Logger(LiveQueueController.name);

  constructor(
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('live')
  @LiveEndpoint({
    summary: 'Several queues, live',
    description: `${FRAMES}\n\nAn agent watches their own queue and the pools of their own teams: with neither \`agent\` nor \`team\`, all of these.`,
    roles: QUEUE_READERS,
  })
  liveQueues(
    @Query() { agent, team }: LiveQueuesQuestion,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const isOpen = agent === undefined && team === undefined;
    const agents = isOpen ? [principal.id] : agent === undefined ? [] : [agent];
    const teams = isOpen ? principal.teams : (team ?? []);
    for (const one of agents) assertMayReadAgent(one, principal);
    for (const one of teams) assertMayReadTeam(one, principal);
    this.#stream(
      [
        ...agents.map((name) => ({ kind: 'agent', name }) as const),
        ...teams.map((name) => ({ kind: 'team', name }) as const),
      ],
      request,
      reply,
    );
  }

  @Get('agents/:agent/live')
  @LiveEndpoint({
    summary: 'The queue of an agent, live',
    description: `${FRAMES}\n\nAn agent watches their own.`,
    roles: QUEUE_READERS,
  })
  liveAgentQueue(
    @PathId('agent') agent: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    assertMayReadAgent(agent, principal);
    this.#stream([{ kind: 'agent', name: agent }], request, reply);
  }

  @Get('teams/:team/live')
  @LiveEndpoint({
    summary: 'The pool of a team, live',
    description: `${FRAMES}\n\nAn agent watches the pools of their own teams.`,
    roles: QUEUE_READERS,
  })
  liveTeamPool(
    @PathId('team') team: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    assertMayReadTeam(team, principal);
    this.#stream([{ kind: 'team', name: team }], request, reply);
  }

  #stream(watched: readonly QueueRef[], request: FastifyRequest, reply: FastifyReply): void {
    const table = liveTable(this.readModel, liveQueues);
    const topics = watched.map(queueTopic);
    streamLive(
      request,
      reply,
      (lastEventId) => new LiveWatch(table, { topics, lastEventId, clock: this.clock }),
      (error) => {
        this.#logger.error(
          { err: error, topics },
          'a live stream of queues broke off; its client comes back',
        );
      },
    );
  }
}

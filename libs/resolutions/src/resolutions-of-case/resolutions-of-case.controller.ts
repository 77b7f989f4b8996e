import { Controller, Get, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  actorOf,
  CurrentPrincipal,
  PathId,
  type Principal,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import { DomainError } from '@redress/kernel';
import type { FastifyRequest } from 'fastify';
import { REMEDIERS } from '../roles';
import { AskResolutions } from './ask-resolutions.query';
import { CaseResolutionsView, ResolutionView } from './resolutions.dto';

@Controller('complaints')
export class ResolutionsOfCaseController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/resolutions')
  @QuestionEndpoint({
    summary: 'What the customer asks for, and the resolutions of the case',
    description:
      'Sought, offered and accepted are three facts. With the texts; who reads them is recorded. In the order in which they were proposed.',
    roles: REMEDIERS,
    answer: CaseResolutionsView,
    one: true,
    readAfter: true,
  })
  resolutionsOfCase(
    @PathId() id: string,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<CaseResolutionsView> {
    return this.#ask(id, readAfter, principal, request);
  }

  @Get(':id/resolutions/:resolutionId')
  @QuestionEndpoint({
    summary: 'A resolution as it stands',
    description: 'With its text; who reads that is recorded.',
    roles: REMEDIERS,
    answer: ResolutionView,
    one: true,
    readAfter: true,
  })
  async resolutionView(
    @PathId() id: string,
    @PathId('resolutionId') resolutionId: string,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ResolutionView> {
    const { resolutions } = await this.#ask(id, readAfter, principal, request);
    const found = resolutions.find((one) => one.id === resolutionId);
    if (found !== undefined) return found;
    throw new DomainError('not-found', 'not-found', 'There is nothing under this id.');
  }

  #ask(
    id: string,
    readAfter: ReadToken | undefined,
    principal: Principal,
    request: FastifyRequest,
  ): Promise<CaseResolutionsView> {
    const reader = { actor: actorOf(principal), purpose: 'resolutions', correlationId: request.id };
    return this.bus.execute(new AskResolutions(id, reader, readAfter));
  }
}

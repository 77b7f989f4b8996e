import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  CurrentPrincipal,
  instantAsked,
  QuestionEndpoint,
  ReadAfter,
  type Page,
  type PastMark,
  type Principal,
  type ReadToken,
} from '@redress/http';
import { DomainError } from '@redress/kernel';
import { PROMISE_READERS, viewOf } from '../roles';
import { AskPromises } from './ask-promises.query';
import { CustomerPromise, PromiseListQuestion } from './promise.dto';

@Controller('promises')
export class PromisesController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'What customers were promised',
    description:
      'Each agreed window of a callback or a follow-up, each remedy and each answer promised by an instant: the earliest due first. An agent reads their own and those of their teams.',
    roles: PROMISE_READERS,
    answer: { pageOf: CustomerPromise },
    readAfter: true,
    asOf: true,
  })
  promiseList(
    @Query() question: PromiseListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CustomerPromise> & { readonly past?: PastMark }> {
    const view = viewOf(principal);
    if (view !== undefined && question.team !== undefined && !view.teams.includes(question.team)) {
      throw new DomainError(
        'forbidden',
        'not-your-promises',
        'An agent reads their own promises and those of their teams.',
      );
    }
    return this.bus.execute(new AskPromises(question, view, readAfter, instantAsked(question)));
  }
}

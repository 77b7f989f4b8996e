import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { CurrentPrincipal, type Principal, QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { QUEUE_READERS } from '../roles';
import { AskNextAction } from './ask-next-action.query';
import { NextAction } from './next-action.dto';

@Controller('queues')
export class NextActionController {
  constructor(private readonly bus: QueryBus) {}

  @Get('next')
  @QuestionEndpoint({
    summary: 'What to do next',
    description:
      'The first of your own queue, else the first of the pools of your teams. Cases that only wait are left out, and calls that may not be made yet or that another is making. It tells and takes nothing: claim the case, or the callback.',
    roles: QUEUE_READERS,
    answer: NextAction,
    readAfter: true,
  })
  nextAction(
    @ReadAfter() readAfter: ReadToken | undefined,
    @CurrentPrincipal() { id, teams }: Principal,
  ): Promise<NextAction> {
    return this.bus.execute(new AskNextAction(id, teams, readAfter));
  }
}

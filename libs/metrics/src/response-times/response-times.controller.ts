import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type Page, type ReadToken } from '@redress/http';
import { AskFigureList } from '../asking/ask-figure-list.query';
import { FIGURE_READERS } from '../roles';
import { ResponseTimeItem, responseTimeList, ResponseTimeListQuestion } from './response-time-list';
import { ResponseTimesAnswer, ResponseTimesQuestion } from './response-times.dto';
import { AskResponseTimes } from './response-times.query';

@Controller('figures/response-times')
export class ResponseTimesController {
  constructor(private readonly bus: QueryBus) {}

  @Get()
  @QuestionEndpoint({
    summary: 'How long responses and resolutions took',
    description:
      'Count, mean, quantiles and maximum, and the share within a target, over all cases or for each hour, agent, priority and so on. Groups that are no times and no priorities come with the largest first, and equal ones in the order of their first case: by agent, this is how many cases each has resolved. A measurement is filed under the team, agent and priority of the case at its stop; a resolution under the agent who resolved it.',
    roles: FIGURE_READERS,
    answer: ResponseTimesAnswer,
    readAfter: true,
  })
  responseTimes(
    @Query() question: ResponseTimesQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<ResponseTimesAnswer> {
    return this.bus.execute(new AskResponseTimes(question, readAfter));
  }

  @Get('list')
  @QuestionEndpoint({
    summary: 'The measurements behind response times',
    description: 'How long each response or resolution took, the slowest first.',
    roles: FIGURE_READERS,
    answer: { pageOf: ResponseTimeItem },
    readAfter: true,
  })
  responseTimeList(
    @Query() question: ResponseTimeListQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<ResponseTimeItem>> {
    return this.bus.execute(new AskFigureList(responseTimeList(question), question, readAfter));
  }
}

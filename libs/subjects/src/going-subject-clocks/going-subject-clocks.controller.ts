import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type Page, QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { AskGoingSubjectClocks } from './ask-going-subject-clocks.query';
import { GoingSubjectClock, GoingSubjectClocksQuestion } from './going-subject-clock.dto';

@Controller('subjects')
export class GoingSubjectClocksController {
  constructor(private readonly bus: QueryBus) {}

  @Get('clocks')
  @QuestionEndpoint({
    summary: 'The clocks of subjects that wait for their stop',
    description: 'The earliest due instant first, those that stand still at the end.',
    roles: ['agent', 'shift-leader', 'supervisor'],
    answer: { pageOf: GoingSubjectClock },
    readAfter: true,
  })
  goingSubjectClocks(
    @Query() { team, kind, ...page }: GoingSubjectClocksQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<Page<GoingSubjectClock>> {
    const filter = { ...(team === undefined ? {} : { team }), ...(kind === undefined ? {} : { kind }) };
    return this.bus.execute(new AskGoingSubjectClocks(filter, page, readAfter));
  }
}

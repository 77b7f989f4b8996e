import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { instantAsked, PathId, QuestionEndpoint } from '@redress/http';
import { CLOCK_READERS } from '../roles';
import { ClockExplanation } from './clock-explanation.dto';
import { ExplainClockQuestion } from './explain-clock.dto';
import { ExplainClock } from './explain-clock.query';

@Controller('complaints')
export class ExplainClockController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/clocks/:clock/explanation')
  @QuestionEndpoint({
    summary: 'Where the time of a clock went',
    description:
      'Running, paused and closed intervals from its start until its end, or until now: without gap or overlap, each edge with the event of the case or the hours of the calendar that it follows from. Always shows all that was answered before.',
    roles: CLOCK_READERS,
    answer: ClockExplanation,
    one: true,
    asOf: true,
  })
  clockExplanation(
    @PathId() id: string,
    @PathId('clock') clock: string,
    @Query() question: ExplainClockQuestion,
  ): Promise<ClockExplanation> {
    return this.bus.execute(
      new ExplainClock(id, { clock, instance: question.instance, asOf: instantAsked(question) }),
    );
  }
}

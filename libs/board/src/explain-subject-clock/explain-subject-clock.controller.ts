import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { instantAsked, PathId, QuestionEndpoint } from '@redress/http';
import { ExplainClockQuestion } from '../explain-clock/explain-clock.dto';
import { CLOCK_READERS } from '../roles';
import { ExplainSubjectClock } from './explain-subject-clock.query';
import { SubjectClockExplanation } from './subject-clock-explanation.dto';

@Controller('subjects')
export class ExplainSubjectClockController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/clocks/:clock/explanation')
  @QuestionEndpoint({
    summary: 'Where the time of a clock of a subject went',
    description:
      'As for the clocks of a case: intervals without gap or overlap, each edge with the event of the subject or the hours of the calendar that it follows from.',
    roles: CLOCK_READERS,
    answer: SubjectClockExplanation,
    one: true,
    asOf: true,
  })
  subjectClockExplanation(
    @PathId() id: string,
    @PathId('clock') clock: string,
    @Query() question: ExplainClockQuestion,
  ): Promise<SubjectClockExplanation> {
    return this.bus.execute(
      new ExplainSubjectClock(id, { clock, instance: question.instance, asOf: instantAsked(question) }),
    );
  }
}

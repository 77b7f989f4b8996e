import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { QuestionEndpoint, ReadAfter, type ReadToken } from '@redress/http';
import { AskSubjectFigures } from './ask-subject-figures.query';
import { SubjectFigure, SubjectFiguresQuestion } from './subject-figures.dto';

@Controller('subjects')
export class SubjectFiguresController {
  constructor(private readonly bus: QueryBus) {}

  @Get('figures')
  @QuestionEndpoint({
    summary: 'How many clocks of subjects were met and missed',
    description: 'Runs of clocks by verdict, in groups.',
    roles: ['shift-leader', 'supervisor', 'analyst'],
    answer: { listOf: SubjectFigure },
    readAfter: true,
  })
  subjectFigures(
    @Query() question: SubjectFiguresQuestion,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<readonly SubjectFigure[]> {
    return this.bus.execute(new AskSubjectFigures(question, readAfter));
  }
}

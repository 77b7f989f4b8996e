import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { PathId, QuestionEndpoint } from '@redress/http';
import { AskSubject } from './ask-subject.query';
import { SubjectView } from './subject-view.dto';

@Controller('subjects')
export class SubjectViewController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id')
  @QuestionEndpoint({
    summary: 'A subject with its clocks',
    description: 'Always shows all that was answered before.',
    roles: ['agent', 'shift-leader', 'supervisor'],
    answer: SubjectView,
    one: true,
  })
  subject(@PathId() id: string): Promise<SubjectView> {
    return this.bus.execute(new AskSubject(id));
  }
}

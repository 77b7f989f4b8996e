import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  AsOfQuery,
  instantAsked,
  type PastList,
  PathId,
  QuestionEndpoint,
  ReadAfter,
  type ReadToken,
} from '@redress/http';
import { CLOCK_READERS } from '../roles';
import { CaseClock } from '../team-clocks/clock.dto';
import { AskCaseClocks } from './ask-case-clocks.query';

@Controller('complaints')
export class CaseClocksController {
  constructor(private readonly bus: QueryBus) {}

  @Get(':id/clocks')
  @QuestionEndpoint({
    summary: 'The clocks of a case',
    description: 'Every run of every clock, those of earlier cycles and those that have ended too.',
    roles: CLOCK_READERS,
    answer: { listOf: CaseClock },
    one: true,
    readAfter: true,
    asOf: true,
  })
  caseClocks(
    @PathId() id: string,
    @Query() query: AsOfQuery,
    @ReadAfter() readAfter: ReadToken | undefined,
  ): Promise<readonly CaseClock[] | PastList<CaseClock>> {
    return this.bus.execute(new AskCaseClocks(id, readAfter, instantAsked(query)));
  }
}

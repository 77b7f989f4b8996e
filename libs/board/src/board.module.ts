import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskCaseClocksHandler } from './case-clocks/ask-case-clocks.handler';
import { CaseClocksController } from './case-clocks/case-clocks.controller';
import { ExplainClockController } from './explain-clock/explain-clock.controller';
import { ExplainClockHandler } from './explain-clock/explain-clock.handler';
import { ExplainSubjectClockController } from './explain-subject-clock/explain-subject-clock.controller';
import { ExplainSubjectClockHandler } from './explain-subject-clock/explain-subject-clock.handler';
import { AskGoingClocksHandler } from './going-clocks/ask-going-clocks.handler';
import { GoingClocksController } from './going-clocks/going-clocks.controller';
import { LiveCaseController } from './live-case/live-case.controller';
import { LiveClocksController } from './live-clocks/live-clocks.controller';

/** Who watches the clocks. The app provides `ReadModel`, EVENT_STORE and CLOCK, and keeps the projection `teamClocks`. */
@Module({
  imports: [CqrsModule],
  controllers: [
    CaseClocksController,
    GoingClocksController,
    LiveClocksController,
    LiveCaseController,
    ExplainClockController,
    ExplainSubjectClockController,
  ],
  providers: [AskCaseClocksHandler, AskGoingClocksHandler, ExplainClockHandler, ExplainSubjectClockHandler],
})
export class BoardModule {}

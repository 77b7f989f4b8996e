import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskCaseClocksHandler } from './case-clocks/ask-case-clocks.handler';
import { CaseClocksController } from './case-clocks/case-clocks.controller';
import { AskGoingClocksHandler } from './going-clocks/ask-going-clocks.handler';
import { GoingClocksController } from './going-clocks/going-clocks.controller';
import { LiveClocksController } from './live-clocks/live-clocks.controller';

/** Who watches the clocks. The app provides `ReadModel`, and keeps the projection `teamClocks`. */
@Module({
  imports: [CqrsModule],
  controllers: [CaseClocksController, GoingClocksController, LiveClocksController],
  providers: [AskCaseClocksHandler, AskGoingClocksHandler],
})
export class BoardModule {}

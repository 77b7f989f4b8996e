import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FigureReader } from './asking/figure-reader';
import { CaseFiguresController } from './case-figures/case-figures.controller';
import { CaseFiguresHandler } from './case-figures/case-figures.handler';
import { ResponseTimesController } from './response-times/response-times.controller';
import { EXACT_UP_TO, ResponseTimesHandler } from './response-times/response-times.handler';
import { VerdictFiguresController } from './verdict-figures/verdict-figures.controller';
import { VerdictFiguresHandler } from './verdict-figures/verdict-figures.handler';
import { VerdictListHandler } from './verdict-figures/verdict-list.handler';

/** Questions about figures. The app provides `ReadModel`, and keeps `metricsProjection`. */
@Module({
  imports: [CqrsModule],
  controllers: [ResponseTimesController, CaseFiguresController, VerdictFiguresController],
  providers: [
    FigureReader,
    { provide: EXACT_UP_TO, useValue: 1_000_000 },
    ResponseTimesHandler,
    CaseFiguresHandler,
    VerdictFiguresHandler,
    VerdictListHandler,
  ],
})
export class MetricsModule {}

import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AskFigureListHandler } from './asking/ask-figure-list.handler';
import { FigureReader } from './asking/figure-reader';
import { CaseFiguresController } from './case-figures/case-figures.controller';
import { CaseFiguresHandler } from './case-figures/case-figures.handler';
import { FollowUpFiguresController } from './follow-up-figures/follow-up-figures.controller';
import { FollowUpFiguresHandler } from './follow-up-figures/follow-up-figures.handler';
import { PromiseFiguresController } from './promise-figures/promise-figures.controller';
import { PromiseFiguresHandler } from './promise-figures/promise-figures.handler';
import { RemedyFiguresController } from './remedy-figures/remedy-figures.controller';
import { RemedyFiguresHandler } from './remedy-figures/remedy-figures.handler';
import { ResponseTimesController } from './response-times/response-times.controller';
import { EXACT_UP_TO, ResponseTimesHandler } from './response-times/response-times.handler';
import { SatisfactionFiguresController } from './satisfaction-figures/satisfaction-figures.controller';
import { SatisfactionFiguresHandler } from './satisfaction-figures/satisfaction-figures.handler';
import { ServqualFiguresController } from './servqual-figures/servqual-figures.controller';
import { ServqualFiguresHandler } from './servqual-figures/servqual-figures.handler';
import { VerdictFiguresController } from './verdict-figures/verdict-figures.controller';
import { VerdictFiguresHandler } from './verdict-figures/verdict-figures.handler';
import { VerdictsByClockHandler } from './verdict-figures/verdicts-by-clock.handler';

/**
 * Questions about figures. The app provides `ReadModel`, and keeps `metricsProjection`, `promiseFigures`, `remedyFigures` and
 * `followUpFigures`.
 */
@Module({
  imports: [CqrsModule],
  controllers: [
    ResponseTimesController,
    CaseFiguresController,
    VerdictFiguresController,
    PromiseFiguresController,
    RemedyFiguresController,
    FollowUpFiguresController,
    SatisfactionFiguresController,
    ServqualFiguresController,
  ],
  providers: [
    FigureReader,
    AskFigureListHandler,
    { provide: EXACT_UP_TO, useValue: 1_000_000 },
    ResponseTimesHandler,
    CaseFiguresHandler,
    VerdictFiguresHandler,
    VerdictsByClockHandler,
    PromiseFiguresHandler,
    RemedyFiguresHandler,
    FollowUpFiguresHandler,
    SatisfactionFiguresHandler,
    ServqualFiguresHandler,
  ],
})
export class MetricsModule {}

import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { SERVQUAL_DIMENSIONS } from '@redress/callbacks';
import { answerHead } from '../asking/figure-answer.dto';
import { FigureReader } from '../asking/figure-reader';
import { byHappening } from '../asking/figure-sql';
import { perEach } from '../asking/per-each';
import { zoneAsked } from '../asking/zone';
import { followUpFigures } from '../follow-up-figures/follow-up-figures.projection';
import {
  answerSumsSql,
  everyDimension,
  OF_SERVQUAL,
  purposeOf,
} from '../satisfaction-figures/satisfaction-figures.sql';
import type { ServqualDimensionGroup, ServqualFiguresAnswer } from './servqual-figures.dto';
import { AskServqualFigures } from './servqual-figures.query';

@QueryHandler(AskServqualFigures)
export class ServqualFiguresHandler implements IQueryHandler<AskServqualFigures> {
  constructor(private readonly reader: FigureReader) {}

  async execute({ question, readAfter }: AskServqualFigures): Promise<ServqualFiguresAnswer> {
    const zone = zoneAsked(question);
    await this.reader.waitFor(readAfter, followUpFigures);
    const freshness = this.reader.freshness(followUpFigures);
    const rows = await this.reader.rows(answerSumsSql(question, zone, OF_SERVQUAL));
    const points = SERVQUAL_DIMENSIONS.reduce((sum, dimension) => sum + question[dimension], 0);
    const groups = everyDimension(rows[0]).map(({ dimension, ...means }) => ({
      group: dimension,
      ...means,
      weight: perEach(question[dimension], points) ?? 0,
    }));
    const by = { ...byHappening(question), by: 'dimension' };
    return {
      ...answerHead('servqual', by, { zone, rows, freshness }),
      purpose: purposeOf(question),
      surveyed: rows[0]?.n ?? 0,
      overallGap: overallGap(groups),
      groups,
    };
  }
}

function overallGap(groups: readonly ServqualDimensionGroup[]): number | null {
  const told = groups.flatMap(({ gap, weight }) => (gap === null ? [] : [{ gap, weight }]));
  return perEach(
    told.reduce((sum, { gap, weight }) => sum + gap * weight, 0),
    told.reduce((sum, { weight }) => sum + weight, 0),
  );
}

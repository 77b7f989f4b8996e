import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsMatching, IsOneOf } from '@redress/http';
import { sql } from '@redress/read-model';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedHappening, ListedHappening } from '../asking/figure-list.dto';
import { CycleFilter } from '../asking/figure-question.dto';
import { filterSql } from '../asking/figure-sql';
import { metricsProjection } from '../metrics.projection';
import { MEASURE, type Measure, type SampleRow } from './sample-row';

const JUDGED = ['met', 'missed'] as const;

export class ResponseTimeListQuestion extends IntersectionType(CycleFilter, FigurePaging) {
  @IsMatching(MEASURE, 'a measure of response times')
  readonly measure!: Measure;

  @IsOneOf(JUDGED, { optional: true, description: 'Only those of which their SLA clock said so.' })
  readonly verdict?: (typeof JUDGED)[number];
}

/** How long one response or resolution took. */
export class ResponseTimeItem extends ListedHappening {
  @ApiProperty({ pattern: MEASURE.source })
  readonly measure!: Measure;

  @ApiProperty({ type: 'integer' })
  readonly cycle!: number;

  @ApiProperty({ type: 'integer', description: 'Milliseconds.' })
  readonly tookMs!: number;

  @ApiProperty({ enum: JUDGED, nullable: true, description: 'Of its SLA clock; null: it had no target.' })
  readonly verdict!: (typeof JUDGED)[number] | null;
}

/** The measurements behind a figure of response times, the slowest first. */
export const responseTimeList = (question: ResponseTimeListQuestion): FigureList<ResponseTimeItem> =>
  figureList<SampleRow, ResponseTimeItem>({
    projection: metricsProjection,
    from: sql`figure_samples`,
    conditions: [
      filterSql(question),
      sql`measure = ${question.measure}`,
      ...(question.verdict === undefined ? [] : [sql`verdict = ${question.verdict}`]),
    ],
    order: [
      { column: 'value_ms', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
      { column: 'cycle', as: 'integer' },
      { column: 'run', as: 'integer' },
    ],
    itemOf: (row) => ({
      ...listedHappening(row),
      measure: row.measure,
      cycle: row.cycle,
      tookMs: row.value_ms,
      verdict: row.verdict,
    }),
  });

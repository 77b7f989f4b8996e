import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { FOLLOW_UP_OUTCOMES, type FollowUpOutcome } from '@redress/complaints';
import { IsOneOf } from '@redress/http';
import { sql } from '@redress/read-model';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedHappening, ListedHappening } from '../asking/figure-list.dto';
import { HappenedFilter } from '../asking/figure-question.dto';
import { byHappening, filterSql, oneOf } from '../asking/figure-sql';
import { followUpFigures } from './follow-up-figures.projection';
import type { FollowUpRow } from './follow-up-row';

const JUDGED = ['met', 'missed'] as const;

export class FollowUpListQuestion extends IntersectionType(HappenedFilter, FigurePaging) {
  @IsOneOf(FOLLOW_UP_OUTCOMES, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: FOLLOW_UP_OUTCOMES.length },
    description: 'Only those that were followed up, with one of these outcomes.',
  })
  readonly outcome?: readonly FollowUpOutcome[];

  @IsOneOf(JUDGED, { optional: true, description: 'Only those of which the clock `follow-up` said so.' })
  readonly verdict?: (typeof JUDGED)[number];
}

/** A resolution and how following it up went; `happenedAt`: when the case was resolved. */
export class FollowUpItem extends ListedHappening {
  @ApiProperty({ type: 'integer' })
  readonly cycle!: number;

  @ApiProperty({ enum: FOLLOW_UP_OUTCOMES, nullable: true, description: 'Null: nobody has asked yet.' })
  readonly outcome!: FollowUpOutcome | null;

  @ApiProperty({ enum: JUDGED, nullable: true, description: 'Null: the clock goes on, or gave none.' })
  readonly verdict!: (typeof JUDGED)[number] | null;

  @ApiProperty({ type: 'integer', description: 'Calls to ask, reached or not.' })
  readonly attempts!: number;
}

/** The resolutions behind a figure of follow-ups, the newest first. */
export const followUpList = (question: FollowUpListQuestion): FigureList<FollowUpItem> =>
  figureList<FollowUpRow, FollowUpItem>({
    projection: followUpFigures,
    from: sql`figure_follow_ups`,
    conditions: [
      filterSql(byHappening(question)),
      ...(question.outcome === undefined ? [] : [oneOf('outcome', question.outcome)]),
      ...(question.verdict === undefined ? [] : [sql`verdict = ${question.verdict}`]),
    ],
    order: [
      { column: 'happened_at', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
      { column: 'cycle', as: 'integer' },
    ],
    itemOf: (row) => ({
      ...listedHappening(row),
      cycle: row.cycle,
      outcome: row.outcome,
      verdict: row.verdict,
      attempts: row.attempts,
    }),
  });

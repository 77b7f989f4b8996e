import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  CALLBACK_PURPOSES,
  SERVQUAL_DIMENSIONS,
  type CallbackPurpose,
  type ServqualDimension,
} from '@redress/callbacks';
import { IsFlag, IsOneOf, IsWholeNumber } from '@redress/http';
import { sql } from '@redress/read-model';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedHappening, ListedHappening } from '../asking/figure-list.dto';
import { oneOf } from '../asking/figure-sql';
import { followUpFigures } from '../follow-up-figures/follow-up-figures.projection';
import type { AnswerRow } from './answer-row';
import { SatisfactionFilter } from './satisfaction-figures.dto';
import { ofAnswers } from './satisfaction-figures.sql';

export class SatisfactionListQuestion extends IntersectionType(SatisfactionFilter, FigurePaging) {
  @IsFlag({ optional: true, fromQuery: true, description: 'Only those who said that they are, or are not.' })
  readonly satisfied?: boolean;

  @IsWholeNumber({ min: 1, max: 5 }, { optional: true, fromQuery: true, many: { min: 1, max: 5 } })
  readonly csat?: readonly number[];

  @IsOneOf(SERVQUAL_DIMENSIONS, {
    optional: true,
    description: 'Only those who said something of this dimension of SERVQUAL.',
  })
  readonly dimension?: ServqualDimension;
}

/** What a customer answered; what they said in words is personal and stands with the call. */
export class SatisfactionItem extends ListedHappening {
  @ApiProperty({ enum: CALLBACK_PURPOSES })
  readonly purpose!: CallbackPurpose;

  @ApiProperty({ type: 'boolean', nullable: true })
  readonly satisfied!: boolean | null;

  @ApiProperty({ type: 'integer', nullable: true, description: '1 (very bad) to 5 (very good).' })
  readonly csat!: number | null;
}

/** The answers behind a figure of satisfaction, the newest first. */
export const satisfactionList = (question: SatisfactionListQuestion): FigureList<SatisfactionItem> =>
  figureList<AnswerRow, SatisfactionItem>({
    projection: followUpFigures,
    from: sql`figure_answers`,
    conditions: [
      ofAnswers(question),
      ...(question.satisfied === undefined ? [] : [sql`satisfied = ${question.satisfied}`]),
      ...(question.csat === undefined ? [] : [oneOf('csat', question.csat)]),
      ...(question.dimension === undefined
        ? []
        : [sql`servqual @> ${JSON.stringify([{ dimension: question.dimension }])}::jsonb`]),
    ],
    order: [
      { column: 'happened_at', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
      { column: 'event_id', as: 'string' },
    ],
    itemOf: (row) => ({
      ...listedHappening(row),
      purpose: row.purpose,
      satisfied: row.satisfied,
      csat: row.csat,
    }),
  });

import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf } from '@redress/http';
import { sql } from '@redress/read-model';
import { REMEDY_KINDS, type RemedyKind } from '@redress/resolutions';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedHappening, ListedHappening } from '../asking/figure-list.dto';
import { oneOf } from '../asking/figure-sql';
import { RemedyFilter } from './remedy-figures.dto';
import { remedyFigures } from './remedy-figures.projection';
import { ofRemedies } from './remedy-figures.sql';
import { REMEDY_ACTS, type RemedyAct } from './remedy-ledger';
import type { RemedyRow } from './remedy-row';

export class RemedyFigureListQuestion extends IntersectionType(RemedyFilter, FigurePaging) {
  @IsOneOf(REMEDY_ACTS, { optional: true, fromQuery: true, many: { min: 1, max: REMEDY_ACTS.length } })
  readonly act?: readonly RemedyAct[];
}

/** What happened to a remedy. */
export class RemedyFigureItem extends ListedHappening {
  @ApiProperty({ enum: REMEDY_ACTS })
  readonly act!: RemedyAct;

  @ApiProperty({ enum: REMEDY_KINDS, nullable: true, description: 'Null of what was sought.' })
  readonly remedy!: RemedyKind | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The code of the root cause.' })
  readonly cause!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'In the smallest unit of the currency; null where nothing is posted.',
  })
  readonly amountMinor!: number | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'ISO 4217.' })
  readonly currency!: string | null;
}

/** The lines of the ledger behind a figure of remedies, the newest first. */
export const remedyFigureList = (question: RemedyFigureListQuestion): FigureList<RemedyFigureItem> =>
  figureList<RemedyRow, RemedyFigureItem>({
    projection: remedyFigures,
    from: sql`figure_remedies`,
    conditions: [ofRemedies(question), ...(question.act === undefined ? [] : [oneOf('act', question.act)])],
    order: [
      { column: 'happened_at', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
      { column: 'number', as: 'integer' },
    ],
    itemOf: (row) => ({
      ...listedHappening(row),
      act: row.act,
      remedy: row.remedy,
      cause: row.cause,
      amountMinor: row.amount_minor,
      currency: row.currency,
    }),
  });

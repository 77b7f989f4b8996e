import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf } from '@redress/http';
import { sql } from '@redress/read-model';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedCase, ListedCase } from '../asking/figure-list.dto';
import { FigureFilter } from '../asking/figure-question.dto';
import { filterSql } from '../asking/figure-sql';
import { metricsProjection } from '../metrics.projection';
import type { CaseRow } from './case-row';

/** What happened at least once to a case, by the column that counts it. */
const HAPPENED = {
  resolved: 'resolutions',
  reopened: 'reopenings',
  transferred: 'transfers',
  returned: 'returns',
  chased: 'chases',
  escalated: 'escalations',
  repeat: 'repeats',
  appealed: 'appeals',
} as const satisfies Readonly<Record<string, keyof CaseRow>>;

const HAPPENINGS = Object.keys(HAPPENED) as (keyof typeof HAPPENED)[];

export class CaseFigureListQuestion extends IntersectionType(FigureFilter, FigurePaging) {
  @IsOneOf(HAPPENINGS, {
    optional: true,
    description: 'Only cases to which this happened at least once; `repeat`: that repeat an earlier one.',
  })
  readonly had?: keyof typeof HAPPENED;
}

/** A case, and how often things happened to it until now. */
export class CaseFigureItem extends ListedCase {
  @ApiProperty({ type: 'integer' })
  readonly resolutions!: number;

  @ApiProperty({ type: 'integer' })
  readonly reopenings!: number;

  @ApiProperty({ type: 'integer' })
  readonly transfers!: number;

  @ApiProperty({ type: 'integer', description: 'How often it was given back to a pool.' })
  readonly returns!: number;

  @ApiProperty({ type: 'integer', description: 'How often its customer asked again.' })
  readonly chases!: number;

  @ApiProperty({ type: 'integer' })
  readonly escalations!: number;

  @ApiProperty({ type: 'integer', description: 'How many earlier cases it repeats.' })
  readonly repeats!: number;

  @ApiProperty({ type: 'integer' })
  readonly appeals!: number;
}

/** The cases behind a figure, the newest first. */
export const caseFigureList = (question: CaseFigureListQuestion): FigureList<CaseFigureItem> =>
  figureList<CaseRow, CaseFigureItem>({
    projection: metricsProjection,
    from: sql`figure_cases`,
    conditions: [
      filterSql(question),
      ...(question.had === undefined ? [] : [sql`${sql.ref(HAPPENED[question.had])} > 0`]),
    ],
    order: [
      { column: 'registered_at', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
    ],
    itemOf: (row) => ({
      ...listedCase(row),
      resolutions: row.resolutions,
      reopenings: row.reopenings,
      transfers: row.transfers,
      returns: row.returns,
      chases: row.chases,
      escalations: row.escalations,
      repeats: row.repeats,
      appeals: row.appeals,
    }),
  });

import { SERVQUAL_DIMENSIONS } from '@redress/callbacks';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import {
  byHappening,
  filterSql,
  instantColumn,
  kindCountsSql,
  kindsAsked,
  type KindCounts,
} from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type {
  SatisfactionFiguresQuestion,
  SatisfactionFilter,
  ServqualFigures,
} from './satisfaction-figures.dto';

/** What the customers of a group answered. */
export interface AnswerSums extends GroupRow, KindCounts {
  readonly satisfied: number;
  readonly dissatisfied: number;
  /** How many said 1, 2, 3, 4 and 5. */
  readonly csat: readonly [number, number, number, number, number];
  /** Of the dimensions with answers; null where there are none. */
  readonly servqual: readonly ServqualFigures[] | null;
}

/** On what occasion customers were asked whose answers count. */
export const purposeOf = ({ purpose = 'follow-up' }: SatisfactionFilter) => purpose;

/** Condition: a question is about the answer. */
export const ofAnswers = (question: SatisfactionFilter): RawBuilder<boolean> =>
  sql`purpose = ${purposeOf(question)} AND ${filterSql(byHappening(question))}`;

/** Condition: the customer said anything of SERVQUAL. */
export const OF_SERVQUAL: RawBuilder<boolean> = sql`servqual <> '[]'::jsonb`;

/** The answers that a question is about, and that meet a condition, summed up by group. */
export function answerSumsSql(
  question: SatisfactionFiguresQuestion,
  zone: string,
  condition: RawBuilder<boolean> = sql`true`,
): RawBuilder<AnswerSums> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(byHappening(question)), zone);
  const scores = [1, 2, 3, 4, 5].map(
    (score) => sql`(count(*) FILTER (WHERE csat = ${sql.lit(score)}))::integer`,
  );
  return sql<AnswerSums>`
    WITH answered AS (
      SELECT ${bucket} AS bucket, * FROM figure_answers
      WHERE ${ofAnswers(question)} AND ${condition}
    ),
    by_dimension AS (
      SELECT bucket, dimension,
        count(*)::integer AS items,
        avg(perceived) AS perceived,
        avg(expected) AS expected,
        avg(perceived - expected) AS gap
      FROM answered CROSS JOIN LATERAL
        jsonb_to_recordset(servqual)
          AS item (dimension text, expected double precision, perceived double precision)
      GROUP BY bucket, dimension
    )
    SELECT ${columns},
      count(*)::integer AS n,
      (count(*) FILTER (WHERE satisfied))::integer AS satisfied,
      (count(*) FILTER (WHERE NOT satisfied))::integer AS dissatisfied,
      ARRAY[${sql.join(scores)}] AS csat,
      (
        SELECT jsonb_agg(jsonb_build_object(
          'dimension', dimension, 'items', items, 'perceived', perceived, 'expected', expected, 'gap', gap))
        FROM by_dimension WHERE by_dimension.bucket IS NOT DISTINCT FROM answered.bucket
      ) AS servqual,
      ${kindCountsSql(kindsAsked(question))}
    FROM answered GROUP BY answered.bucket`;
}

/** All dimensions of SERVQUAL, those of which nobody said anything among them. */
export const everyDimension = (row: AnswerSums | undefined): readonly ServqualFigures[] =>
  SERVQUAL_DIMENSIONS.map(
    (dimension) =>
      row?.servqual?.find((one) => one.dimension === dimension) ?? {
        dimension,
        items: 0,
        perceived: null,
        expected: null,
        gap: null,
      },
  );

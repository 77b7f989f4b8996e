import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { filterSql, instantColumn, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { ResponseTimesQuestion } from './response-times.dto';
import { binSql, QUANTILES } from './sketch';

/** What the database says of the samples of a group or, for a sketch, of one bin of it. */
export interface SampleSums extends GroupRow, KindCounts {
  readonly total_ms: number;
  readonly max_ms: number;
  /** How many a target has judged, and how many of these were met. */
  readonly judged: number;
  readonly met: number;
  /** How many took no longer than asked; null where nothing was asked. */
  readonly within: number | null;
}

/** A group with exact QUANTILES. */
export interface ExactGroup extends SampleSums {
  readonly quantiles: readonly number[];
}

/** A bin of a group. */
export interface BinnedGroup extends SampleSums {
  readonly bin: number | null;
}

/** A question, ready for the database. */
export interface SampleQuestion {
  readonly question: ResponseTimesQuestion;
  readonly zone: string;
  /** Milliseconds. */
  readonly withinMs: number | undefined;
}

const matching = ({ question }: SampleQuestion): RawBuilder<unknown> =>
  sql`FROM figure_samples WHERE measure = ${question.measure} AND ${filterSql(question)}`;

/** How many samples a question is about, counted no further than one above `limit`. */
export const countSql = (asked: SampleQuestion, limit: number): RawBuilder<{ readonly n: number }> =>
  sql`SELECT count(*)::integer AS n FROM (SELECT 1 ${matching(asked)} LIMIT ${limit + 1}) AS counted`;

const quantileList = sql`ARRAY[${sql.join(QUANTILES.map((quantile) => sql.lit(quantile)))}]::double precision[]`;

/** Quantiles interpolate linearly between the two samples next to the rank (type 7), as `percentile_cont` does. */
export const exactSql = (asked: SampleQuestion): RawBuilder<ExactGroup> =>
  grouped(
    asked,
    sql`bucket`,
    sql`percentile_cont(${quantileList}) WITHIN GROUP (ORDER BY value_ms::double precision) AS quantiles`,
  );

/** The samples of each group, counted by the bins of a sketch. */
export const binnedSql = (asked: SampleQuestion): RawBuilder<BinnedGroup> =>
  grouped(asked, sql`bucket, bin`, sql`bin`);

function grouped<Group extends SampleSums>(
  asked: SampleQuestion,
  groupedBy: RawBuilder<unknown>,
  more: RawBuilder<unknown>,
): RawBuilder<Group> {
  const { question, zone, withinMs } = asked;
  const { bucket, columns } = groupingSql(question.by, instantColumn(question), zone);
  const within = withinMs === undefined ? sql`NULL` : sql`count(*) FILTER (WHERE value_ms <= ${withinMs})`;
  return sql<Group>`
    WITH sample AS (
      SELECT ${bucket} AS bucket, ${binSql} AS bin, value_ms, verdict, kind, registered_at, reference, partition_key
      ${matching(asked)}
    )
    SELECT ${columns},
      count(*)::integer AS n,
      sum(value_ms)::double precision AS total_ms,
      max(value_ms)::double precision AS max_ms,
      count(verdict)::integer AS judged,
      (count(*) FILTER (WHERE verdict = 'met'))::integer AS met,
      (${within})::integer AS within,
      ${kindCountsSql(kindsAsked(question))},
      ${more}
    FROM sample GROUP BY ${groupedBy}`;
}

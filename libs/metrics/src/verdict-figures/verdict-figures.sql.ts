import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { filterSql, instantColumn, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { VerdictFiguresQuestion } from './verdict-figures.dto';
import type { Verdict } from './verdict-row';

/** The clocks of a group that have one verdict and reached the same marks. */
export interface VerdictCount extends GroupRow, KindCounts {
  readonly verdict: Verdict;
  readonly marks: readonly number[];
}

/** The clocks that a question is about, counted. */
export function verdictCountsSql(question: VerdictFiguresQuestion, zone: string): RawBuilder<VerdictCount> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(question), zone);
  return sql<VerdictCount>`
    WITH judged AS (
      SELECT ${bucket} AS bucket, jsonb_path_query_array(marks, '$[*].mark') AS reached, verdict, kind,
        registered_at, reference, partition_key
      FROM figure_verdicts WHERE clock = ${question.clock} AND ${filterSql(question)}
    )
    SELECT ${columns}, verdict, reached AS marks,
      count(*)::integer AS n,
      ${kindCountsSql(kindsAsked(question))}
    FROM judged GROUP BY bucket, verdict, reached`;
}

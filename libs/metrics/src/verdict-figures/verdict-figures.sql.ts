import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { filterSql, instantColumn, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { VerdictFiguresQuestion } from './verdict-figures.dto';
import { VERDICTS_TABLE, type JudgedAs, type Verdict } from './verdict-row';

/** The clocks of a group that have one verdict and reached the same marks. */
export interface VerdictCount extends GroupRow, KindCounts {
  readonly verdict: Verdict;
  readonly marks: readonly number[];
  readonly nearMarks: readonly string[];
}

/** Those that a late fact may change. */
const OF_THE_VERDICT = ['verdict', 'due_at', 'happened_at'];

/** The runs of clocks with their verdicts as a question counts them; `judged`: the verdict as it was judged then. */
export function verdictsAs(as: JudgedAs = 'judged'): RawBuilder<unknown> {
  if (as === 'judged')
    return sql`(SELECT *, verdict AS judged, due_at AS judged_due_at FROM figure_verdicts) AS judged`;
  const same = ['partition_key', ...Object.keys(VERDICTS_TABLE.columns)]
    .filter((name) => !OF_THE_VERDICT.includes(name))
    .map((name) => sql.ref(name));
  const changed = OF_THE_VERDICT.map(
    (name) =>
      sql`CASE WHEN known_verdict IS NULL THEN ${sql.ref(name)} ELSE ${sql.ref(`known_${name}`)} END AS ${sql.ref(name)}`,
  );
  return sql`(
    SELECT ${sql.join([...same, ...changed])}, verdict AS judged, due_at AS judged_due_at FROM figure_verdicts
  ) AS known`;
}

/** The clocks that a question is about, counted. */
export function verdictCountsSql(question: VerdictFiguresQuestion, zone: string): RawBuilder<VerdictCount> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(question), zone);
  return sql<VerdictCount>`
    WITH judged AS (
      SELECT ${bucket} AS bucket, jsonb_path_query_array(marks, '$[*].mark') AS reached,
        jsonb_path_query_array(near_marks, '$[*].before') AS near, verdict, kind,
        registered_at, reference, partition_key
      FROM ${verdictsAs(question.as)} WHERE clock = ${question.clock} AND ${filterSql(question)}
    )
    SELECT ${columns}, verdict, reached AS marks, near AS "nearMarks",
      count(*)::integer AS n,
      ${kindCountsSql(kindsAsked(question))}
    FROM judged GROUP BY bucket, verdict, reached, near`;
}

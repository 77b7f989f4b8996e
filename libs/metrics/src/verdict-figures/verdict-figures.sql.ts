import { sql } from '@redress/read-model';
import type { ClockName } from '@redress/sla';
import type { RawBuilder } from 'kysely';
import { filterSql, instantColumn, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { VerdictFiguresQuestion } from './verdict-figures.dto';
import { VERDICTS, VERDICTS_TABLE, type JudgedAs, type Verdict } from './verdict-row';
import type { VerdictsByClockQuestion } from './verdicts-by-clock.dto';

/** The clocks of a group that have one verdict and reached the same marks. */
export interface VerdictCount extends GroupRow, KindCounts {
  readonly verdict: Verdict;
  readonly marks: readonly number[];
  readonly nearMarks: readonly string[];
}

/** What a late fact may change. */
const OF_THE_VERDICT = ['verdict', 'due_at', 'happened_at'];
/** What a reassessment may change. */
const OF_THE_REASSESSMENT = [...OF_THE_VERDICT, 'policy_version', 'policy_rule'];

/** Of a run: what it was first judged, whatever the question counts. */
const AS_JUDGED = sql`verdict AS judged, due_at AS judged_due_at,
  policy_version AS judged_policy_version, policy_rule AS judged_policy_rule`;

/** The runs of clocks with their verdicts as a question counts them; `judged`: the verdict as it was judged then. */
export function verdictsAs(as: JudgedAs = 'judged'): RawBuilder<unknown> {
  if (as === 'judged') return sql`(SELECT *, ${AS_JUDGED} FROM figure_verdicts) AS judged`;
  const columns = ['partition_key', ...Object.keys(VERDICTS_TABLE.columns)].map(
    (name) => sql`${valueAs(as, name)} AS ${sql.ref(name)}`,
  );
  return sql`(SELECT ${sql.join(columns)}, ${AS_JUDGED} FROM figure_verdicts) AS ${sql.ref(as)}`;
}

/** A column as it is known now, or after the newest reassessment. */
function valueAs(as: Exclude<JudgedAs, 'judged'>, name: string): RawBuilder<unknown> {
  const known = OF_THE_VERDICT.includes(name)
    ? sql`CASE WHEN known_verdict IS NULL THEN ${sql.ref(name)} ELSE ${sql.ref(`known_${name}`)} END`
    : sql.ref(name);
  return as === 'reassessed' && OF_THE_REASSESSMENT.includes(name)
    ? sql`CASE WHEN reassessed_verdict IS NULL THEN ${known} ELSE ${sql.ref(`reassessed_${name}`)} END`
    : known;
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

/** The runs of a clock that are filed under a team, counted by verdict. */
export interface ClockCount extends KindCounts, Readonly<Record<Verdict, number>> {
  readonly clock: ClockName;
  readonly team: string;
}

/** The clocks that a question is about, counted by name and team. */
export function clockCountsSql(question: VerdictsByClockQuestion): RawBuilder<ClockCount> {
  const counts = VERDICTS.map(
    (verdict) => sql`(count(*) FILTER (WHERE verdict = ${sql.lit(verdict)}))::integer AS ${sql.id(verdict)}`,
  );
  return sql<ClockCount>`
    SELECT clock, team, ${sql.join(counts)}, ${kindCountsSql(kindsAsked(question))}
    FROM ${verdictsAs(question.as)} WHERE ${filterSql(question)}
    GROUP BY clock, team ORDER BY clock, team`;
}

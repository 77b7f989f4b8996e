import { ENDINGS, WAIT_REASONS, type EndedAs } from '@redress/complaints';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { filterSql, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { CaseFiguresQuestion } from './case-figures.dto';
import { COUNTERS, waitedColumn, waitsColumn, type CaseRow } from './case-row';

type Waits = keyof CaseRow & (`waits_${string}` | `waited_ms_${string}`);

type EndedCases = `${EndedAs}_cases`;

/** The column with how many cases ended in a way. */
export const endedColumn = (as: EndedAs): EndedCases => `${as}_cases`;

/** A group of cases. */
export interface CaseSums
  extends GroupRow, KindCounts, Readonly<Record<(typeof COUNTERS)[number] | Waits | EndedCases, number>> {
  readonly resolved_cases: number;
  readonly reopened_cases: number;
  readonly transferred_cases: number;
  readonly chased_cases: number;
  readonly escalated_cases: number;
  readonly repeat_cases: number;
  readonly appealed_cases: number;
}

const SUMMED = [
  ...COUNTERS,
  ...WAIT_REASONS.flatMap((reason) => [waitsColumn(reason), waitedColumn(reason)]),
];

/** The cases that a question is about, summed up by group. */
export function caseFiguresSql(question: CaseFiguresQuestion, zone: string): RawBuilder<CaseSums> {
  const { bucket, columns } = groupingSql(question.by, 'registered_at', zone);
  const sums = SUMMED.map((column) => sql`sum(${sql.ref(column)})::double precision AS ${sql.ref(column)}`);
  const ended = ENDINGS.map(
    (as) => sql`(count(*) FILTER (WHERE ended_as = ${as}))::integer AS ${sql.ref(endedColumn(as))}`,
  );
  return sql<CaseSums>`
    WITH counted AS (SELECT ${bucket} AS bucket, * FROM figure_cases WHERE ${filterSql(question)})
    SELECT ${columns},
      count(*)::integer AS n,
      (count(*) FILTER (WHERE resolutions > 0))::integer AS resolved_cases,
      (count(*) FILTER (WHERE reopenings > 0))::integer AS reopened_cases,
      (count(*) FILTER (WHERE transfers > 0))::integer AS transferred_cases,
      (count(*) FILTER (WHERE chases > 0))::integer AS chased_cases,
      (count(*) FILTER (WHERE escalations > 0))::integer AS escalated_cases,
      (count(*) FILTER (WHERE repeats > 0))::integer AS repeat_cases,
      (count(*) FILTER (WHERE appeals > 0))::integer AS appealed_cases,
      ${sql.join(ended)},
      ${sql.join(sums)},
      ${kindCountsSql(kindsAsked(question))}
    FROM counted GROUP BY bucket`;
}

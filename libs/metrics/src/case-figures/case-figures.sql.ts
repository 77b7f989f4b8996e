import { WAIT_REASONS } from '@redress/complaints';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import { filterSql, kindCountsSql, kindsAsked, type KindCounts } from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { CaseFiguresQuestion } from './case-figures.dto';
import { COUNTERS, waitedColumn, waitsColumn, type CaseRow } from './case-row';

type Waits = keyof CaseRow & (`waits_${string}` | `waited_ms_${string}`);

/** A group of cases. */
export interface CaseSums
  extends GroupRow, KindCounts, Readonly<Record<(typeof COUNTERS)[number] | Waits, number>> {
  readonly resolved_cases: number;
  readonly reopened_cases: number;
  readonly transferred_cases: number;
}

const SUMMED = [
  ...COUNTERS,
  ...WAIT_REASONS.flatMap((reason) => [waitsColumn(reason), waitedColumn(reason)]),
];

/** The cases that a question is about, summed up by group. */
export function caseFiguresSql(question: CaseFiguresQuestion, zone: string): RawBuilder<CaseSums> {
  const { bucket, columns } = groupingSql(question.by, 'registered_at', zone);
  const sums = SUMMED.map((column) => sql`sum(${sql.ref(column)})::double precision AS ${sql.ref(column)}`);
  return sql<CaseSums>`
    WITH counted AS (SELECT ${bucket} AS bucket, * FROM figure_cases WHERE ${filterSql(question)})
    SELECT ${columns},
      count(*)::integer AS n,
      (count(*) FILTER (WHERE resolutions > 0))::integer AS resolved_cases,
      (count(*) FILTER (WHERE reopenings > 0))::integer AS reopened_cases,
      (count(*) FILTER (WHERE transfers > 0))::integer AS transferred_cases,
      ${sql.join(sums)},
      ${kindCountsSql(kindsAsked(question))}
    FROM counted GROUP BY bucket`;
}

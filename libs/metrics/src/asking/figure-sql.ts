import { CASE_KINDS, type CaseKind } from '@redress/complaints';
import { invalidRequest } from '@redress/http';
import { fromIso } from '@redress/kernel';
import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import type { CycleFilter, FigureFilter, RangeInstant } from './figure-question.dto';

/** The kinds that a question counts. */
export const kindsAsked = ({ kind }: Pick<FigureFilter, 'kind'>): readonly CaseKind[] =>
  CASE_KINDS.filter((one) => kind.includes('all') || kind.includes(one));

/** The column (epoch milliseconds) that the range and the grouping by time go by. */
export const instantColumn = ({ on = 'registered' }: { readonly on?: RangeInstant }): `${RangeInstant}_at` =>
  `${on}_at`;

/** A question whose range and grouping by time go by when what it counts happened. */
export const byHappening = <Question extends object>(question: Question) =>
  ({ ...question, on: 'happened' }) as const;

/** The filters of a question as a condition on the dimensions of a row. Throws 400 where the range is upside down. */
export function filterSql(filter: FigureFilter & Partial<CycleFilter>): RawBuilder<boolean> {
  const { from, to, cycle, policy, policyVersion } = filter;
  if (from !== undefined && to !== undefined && fromIso(from) > fromIso(to)) {
    const reason = 'from lies after to';
    throw invalidRequest('The range ends before it begins.', [{ field: 'from', code: 'after-to', reason }]);
  }
  const instant = sql.ref(instantColumn(filter));
  const kinds = kindsAsked(filter);
  const conditions = [
    ...(kinds.length < CASE_KINDS.length ? [oneOf('kind', kinds)] : []),
    ...LISTS.flatMap((name) => (filter[name] === undefined ? [] : [oneOf(name, filter[name])])),
    ...(policy === undefined ? [] : [sql`policy_name = ${policy}`]),
    ...(policyVersion === undefined ? [] : [sql`policy_version = ${policyVersion}`]),
    ...(cycle === undefined ? [] : [sql`cycle = ${cycle}`]),
    ...(from === undefined ? [] : [sql`${instant} >= ${fromIso(from)}`]),
    ...(to === undefined ? [] : [sql`${instant} < ${fromIso(to)}`]),
    // What has not happened yet is in no range and no hour of what happens.
    ...(filter.on === 'happened' ? [sql`${instant} IS NOT NULL`] : []),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

const LISTS = ['category', 'channel', 'tier', 'priority', 'team', 'agent'] as const;

/** Condition: the column has one of the values, of which there is at least one. */
export const oneOf = (column: string, values: readonly (string | number)[]): RawBuilder<boolean> =>
  sql`${sql.ref(column)} IN (${sql.join(values)})`;

/** Aggregates: how many rows there are of each kind asked for, as `kind:<kind>`. */
export const kindCountsSql = (kinds: readonly CaseKind[]): RawBuilder<unknown> =>
  sql.join(
    kinds.map(
      (kind) => sql`(count(*) FILTER (WHERE kind = ${sql.lit(kind)}))::integer AS ${sql.id(`kind:${kind}`)}`,
    ),
  );

/** What `kindCountsSql` adds to a row. */
export type KindCounts = Readonly<Partial<Record<`kind:${CaseKind}`, number>>>;

import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';
import {
  byHappening,
  filterSql,
  instantColumn,
  kindCountsSql,
  kindsAsked,
  oneOf,
  type KindCounts,
} from '../asking/figure-sql';
import { groupingSql, type GroupRow } from '../asking/grouping';
import type { PromiseFiguresQuestion, PromiseFilter } from './promise-figures.dto';
import type { PromiseState } from './promise-row';

/** The promises of a group, counted by what became of them. */
export interface PromiseCounts extends GroupRow, KindCounts, Readonly<Record<PromiseState, number>> {
  readonly kept_late: number;
  readonly broken_and_open: number;
}

/** Condition: a question is about the promise. */
export function ofPromises(question: PromiseFilter): RawBuilder<boolean> {
  const { promise } = question;
  const filter = filterSql(byHappening(question));
  return promise === undefined ? filter : sql`${filter} AND ${oneOf('promise', promise)}`;
}

/** The promises that a question is about, counted. */
export function promiseCountsSql(question: PromiseFiguresQuestion, zone: string): RawBuilder<PromiseCounts> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(byHappening(question)), zone);
  const count = (condition: RawBuilder<unknown>) => sql`(count(*) FILTER (WHERE ${condition}))::integer`;
  return sql<PromiseCounts>`
    WITH due AS (
      SELECT ${bucket} AS bucket, * FROM figure_promises WHERE ${ofPromises(question)}
    )
    SELECT ${columns},
      count(*)::integer AS n,
      ${count(sql`state = 'owed'`)} AS owed,
      ${count(sql`state = 'kept'`)} AS kept,
      ${count(sql`state = 'broken'`)} AS broken,
      ${count(sql`state = 'renegotiated'`)} AS renegotiated,
      ${count(sql`state = 'released'`)} AS released,
      ${count(sql`kept_late`)} AS kept_late,
      ${count(sql`state = 'broken' AND open`)} AS broken_and_open,
      ${kindCountsSql(kindsAsked(question))}
    FROM due GROUP BY bucket`;
}

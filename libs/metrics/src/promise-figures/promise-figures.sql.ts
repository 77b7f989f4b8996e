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
import type { PromiseFiguresQuestion } from './promise-figures.dto';
import type { PromiseState } from './promise-row';

/** The promises of a group, counted by what became of them. */
export interface PromiseCounts extends GroupRow, KindCounts, Readonly<Record<PromiseState, number>> {
  readonly kept_late: number;
  readonly broken_and_open: number;
}

/** The promises that a question is about, counted. */
export function promiseCountsSql(question: PromiseFiguresQuestion, zone: string): RawBuilder<PromiseCounts> {
  const { by, promise } = question;
  const { bucket, columns } = groupingSql(by, instantColumn(byHappening(question)), zone);
  const ofPromise = promise === undefined ? sql`true` : oneOf('promise', promise);
  const count = (condition: RawBuilder<unknown>) => sql`(count(*) FILTER (WHERE ${condition}))::integer`;
  return sql<PromiseCounts>`
    WITH due AS (
      SELECT ${bucket} AS bucket, * FROM figure_promises
      WHERE ${filterSql(byHappening(question))} AND ${ofPromise}
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

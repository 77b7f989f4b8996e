import type { FollowUpOutcome } from '@redress/complaints';
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
import type { FollowUpFiguresQuestion } from './follow-up-figures.dto';

/** The resolutions of a group, counted by how their following up went. */
export interface FollowUpCounts extends GroupRow, KindCounts, Readonly<Record<FollowUpOutcome, number>> {
  readonly in_time: number;
  readonly late: number;
  readonly attempts: number;
  /** Of those that were followed up. */
  readonly attempts_of_followed_up: number;
}

/** The resolutions that a question is about, counted. */
export function followUpCountsSql(
  question: FollowUpFiguresQuestion,
  zone: string,
): RawBuilder<FollowUpCounts> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(byHappening(question)), zone);
  const count = (condition: RawBuilder<unknown>) => sql`(count(*) FILTER (WHERE ${condition}))::integer`;
  return sql<FollowUpCounts>`
    WITH resolved AS (
      SELECT ${bucket} AS bucket, * FROM figure_follow_ups WHERE ${filterSql(byHappening(question))}
    )
    SELECT ${columns},
      count(*)::integer AS n,
      ${count(sql`outcome = 'satisfied'`)} AS satisfied,
      ${count(sql`outcome = 'dissatisfied'`)} AS dissatisfied,
      ${count(sql`outcome = 'unreachable'`)} AS unreachable,
      ${count(sql`verdict = 'met'`)} AS in_time,
      ${count(sql`verdict = 'missed'`)} AS late,
      sum(attempts)::double precision AS attempts,
      coalesce(sum(attempts) FILTER (WHERE outcome IS NOT NULL), 0)::double precision AS attempts_of_followed_up,
      ${kindCountsSql(kindsAsked(question))}
    FROM resolved GROUP BY bucket`;
}

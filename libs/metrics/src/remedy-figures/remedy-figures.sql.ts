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
import type { RemedyFiguresQuestion, RemedyFilter } from './remedy-figures.dto';
import {
  PAY,
  PROMISE,
  REMEDY_ACTS,
  REVERSE,
  type Account,
  type Posting,
  type RemedyAct,
} from './remedy-ledger';

/** What happened to the remedies of a group with one currency, or without money. */
export interface RemedySums extends GroupRow, KindCounts, Readonly<Record<RemedyAct, number>> {
  readonly currency: string | null;
  readonly promised_minor: number;
  readonly refused_minor: number;
  readonly withdrawn_minor: number;
  readonly paid_minor: number;
  readonly reversed_minor: number;
}

/** What was posted to an account in one currency. */
export interface AccountSums {
  readonly currency: string;
  readonly account: Account;
  readonly debit_minor: number;
  readonly credit_minor: number;
}

/** Condition: a question is about what happened to the remedy. */
export const ofRemedies = (question: RemedyFilter): RawBuilder<boolean> => {
  const { remedy, cause, currency } = question;
  return sql.join(
    [
      filterSql(byHappening(question)),
      ...(remedy === undefined ? [] : [oneOf('remedy', remedy)]),
      ...(cause === undefined ? [] : [oneOf('cause', cause)]),
      ...(currency === undefined ? [] : [oneOf('currency', currency)]),
    ],
    sql` AND `,
  );
};

/** The remedies that a question is about, summed up by group and currency. */
export function remedySumsSql(question: RemedyFiguresQuestion, zone: string): RawBuilder<RemedySums> {
  const { bucket, columns } = groupingSql(question.by, instantColumn(byHappening(question)), zone);
  const counts = REMEDY_ACTS.map(
    (act) => sql`(count(*) FILTER (WHERE act = ${sql.lit(act)}))::integer AS ${sql.id(act)}`,
  );
  return sql<RemedySums>`
    WITH line AS (SELECT ${bucket} AS bucket, * FROM figure_remedies WHERE ${ofRemedies(question)})
    SELECT ${columns}, currency,
      count(*)::integer AS n,
      ${sql.join(counts)},
      ${amountOf(posted(PROMISE))} AS promised_minor,
      ${amountOf(sql`act = 'refused'`)} AS refused_minor,
      ${amountOf(sql`act = 'withdrawn'`)} AS withdrawn_minor,
      ${amountOf(posted(PAY))} AS paid_minor,
      ${amountOf(posted(REVERSE))} AS reversed_minor,
      ${kindCountsSql(kindsAsked(question))}
    FROM line GROUP BY bucket, currency ORDER BY currency`;
}

const amountOf = (condition: RawBuilder<unknown>): RawBuilder<number> =>
  sql`coalesce(sum(amount_minor) FILTER (WHERE ${condition}), 0)::double precision`;

const posted = ({ debit, credit }: Posting): RawBuilder<unknown> =>
  sql`debit = ${sql.lit(debit)} AND credit = ${sql.lit(credit)}`;

/** The trial balance of all that a question is about: read from the accounts, whatever was done to the remedies. */
export const trialBalanceSql = (question: RemedyFiguresQuestion): RawBuilder<AccountSums> => sql<AccountSums>`
  WITH line AS (SELECT * FROM figure_remedies WHERE debit IS NOT NULL AND ${ofRemedies(question)})
  SELECT currency, account,
    sum(debit_minor)::double precision AS debit_minor, sum(credit_minor)::double precision AS credit_minor
  FROM (
    SELECT currency, debit AS account, amount_minor AS debit_minor, 0 AS credit_minor FROM line
    UNION ALL SELECT currency, credit, 0, amount_minor FROM line
  ) AS side
  GROUP BY currency, account ORDER BY currency, account`;

import { sql } from '@redress/read-model';
import type { RawBuilder } from 'kysely';

const TIME_GROUPINGS = ['hour', 'day', 'month'] as const;
type TimeGrouping = (typeof TIME_GROUPINGS)[number];

/** What all figures can be split by; those that are no times are columns. Some figures have further columns of their own. */
export const GROUPINGS = [
  ...TIME_GROUPINGS,
  'agent',
  'team',
  'priority',
  'kind',
  'category',
  'channel',
  'tier',
] as const;

const isTime = (by: string): by is TimeGrouping => (TIME_GROUPINGS as readonly string[]).includes(by);

/** PostgreSQL's patterns of the names. */
const NAMES: Readonly<Record<TimeGrouping, string>> = {
  hour: 'YYYY-MM-DD"T"HH24:MI',
  day: 'YYYY-MM-DD',
  month: 'YYYY-MM',
};

/** How rows are put into groups, in SQL. */
export interface GroupingSql {
  /** Of a row: the group that it belongs to. To be called `bucket` and grouped by. */
  readonly bucket: RawBuilder<unknown>;
  /** Of a bucket and its rows: the columns of GroupRow, but for `n`. */
  readonly columns: RawBuilder<unknown>;
}

/** The first case of a group, as text: its registration (epoch milliseconds, padded), its reference (or nothing) and its id. */
export type FirstCaseText = readonly [registeredAt: string, reference: string, complaintId: string];

/**
 * Aggregate: the case that was registered first; of several at one instant, the one with the lowest reference, then id. Null where nothing
 * in the group is of a case.
 */
const firstCaseSql: RawBuilder<FirstCaseText | null> = sql`
  min(ARRAY[lpad(registered_at::text, 15, '0'), coalesce(reference, ''), partition_key] COLLATE "C")
    FILTER (WHERE registered_at IS NOT NULL)`;

/**
 * @param by undefined: all rows are one group; else a span of time, or a column: what a question may be split by is for its DTO to check
 * @param instant the column (epoch milliseconds) that the hours, days and months are those of
 * @param zone IANA name. A day begins at its midnight there, so that one is 23 or 25 hours long when the clocks change; of an hour that
 * comes twice each is a group of its own.
 */
export function groupingSql(by: string | undefined, instant: string, zone: string): GroupingSql {
  if (by === undefined) {
    return {
      bucket: sql`NULL::text`,
      columns: sql`NULL::text AS name, NULL::double precision AS starts_at, NULL::text[] AS first`,
    };
  }
  if (!isTime(by)) {
    return {
      bucket: sql.ref(by),
      columns: sql`bucket::text AS name, NULL::double precision AS starts_at, ${firstCaseSql} AS first`,
    };
  }
  return {
    bucket: sql`date_trunc(${sql.lit(by)}, to_timestamp(${sql.ref(instant)}::double precision / 1000), ${zone}::text)`,
    columns: sql`to_char(bucket AT TIME ZONE ${zone}::text, ${sql.lit(NAMES[by])}) AS name,
      (extract(epoch FROM bucket) * 1000)::double precision AS starts_at, NULL::text[] AS first`,
  };
}

/** A group, or a part of one, as the database gives it. */
export interface GroupRow {
  readonly name: string | null;
  /** Epoch milliseconds; null where the group is no span of time. */
  readonly starts_at: number | null;
  /**
   * Null where nothing in the group is of a case, and where the group is a span of time, or all there is: looking for it takes as long as
   * the quantiles.
   */
  readonly first: FirstCaseText | null;
  readonly n: number;
}

/** A group, put together of its parts. */
export interface Group<Row extends GroupRow> {
  readonly name: string | null;
  readonly startsAt: number | null;
  readonly n: number;
  readonly first: FirstCaseText | null;
  readonly rows: readonly Row[];
}

/**
 * Puts the parts of each group together. Spans of time and priorities come in their own order; all else with the largest group first, and
 * of equal ones that with the case that was registered first, then by name. Where no split was asked for there is one group, if need be an
 * empty one.
 */
export function groupsOf<Row extends GroupRow>(by: string | undefined, rows: readonly Row[]): Group<Row>[] {
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.name, row.starts_at]);
    const known = parts.get(key);
    if (known === undefined) parts.set(key, [row]);
    else known.push(row);
  }
  const groups = [...parts.values()].map(together);
  if (by !== undefined) return groups.sort(isTime(by) || by === 'priority' ? inTheirOrder : largestFirst);
  return groups.length > 0 ? groups : [together<Row>([])];
}

function together<Row extends GroupRow>(rows: readonly Row[]): Group<Row> {
  const firsts = rows.flatMap(({ first }) => (first === null ? [] : [first])).sort(compareFirst);
  return {
    name: rows[0]?.name ?? null,
    startsAt: rows[0]?.starts_at ?? null,
    n: rows.reduce((sum, row) => sum + row.n, 0),
    first: firsts[0] ?? null,
    rows,
  };
}

const inTheirOrder = (one: Group<GroupRow>, other: Group<GroupRow>): number =>
  (one.startsAt ?? Number(one.name)) - (other.startsAt ?? Number(other.name));

const largestFirst = (one: Group<GroupRow>, other: Group<GroupRow>): number =>
  other.n - one.n || compareFirst(firstAndName(one), firstAndName(other));

/** After all instants of registration. */
const NO_CASE: FirstCaseText = ['~', '', ''];

const firstAndName = ({ first, name }: Group<GroupRow>): readonly string[] => [
  ...(first ?? NO_CASE),
  name ?? '',
];

function compareFirst(one: readonly string[], other: readonly string[]): number {
  const at = one.findIndex((text, index) => text !== other[index]);
  if (at < 0) return 0;
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}

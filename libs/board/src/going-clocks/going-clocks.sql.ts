import { rowsOf, sql, type PastInstant, type ReadModel } from '@redress/read-model';
import type { StoredTeamClock } from '../team-clocks/clock.dto';
import { IS_GOING_SQL } from '../team-clocks/team-clock';

/** Where a clock stands among the going ones of its team: by due instant, those that stand still (null) at the end. */
export interface GoingPlace {
  readonly dueAt: number | null;
  /** Of its case, or of its subject where that belongs to none. */
  readonly partitionKey: string;
  /** Empty where it is a clock of the case itself. */
  readonly subjectId: string;
  readonly clock: string;
  readonly instance: number;
}

export const placeOf = (row: StoredTeamClock): GoingPlace => ({
  dueAt: row.due_at,
  partitionKey: row.partition_key,
  subjectId: row.subject_id,
  clock: row.clock,
  instance: row.instance,
});

/** What sorts after every instant. Written as text, for a JavaScript number does not reach there. */
const NEVER = sql.raw('9223372036854775807');

/**
 * The going clocks of a team in their order, after a place, at most `limit`. With `changedUpTo` those that have changed since that number
 * are left out; with `past` they are those of that instant. The conditions are those of the indexes on `team_clocks` and its history.
 */
export async function goingClocks(
  query: ReadModel['query'],
  {
    team,
    after,
    limit,
    changedUpTo,
    past,
  }: {
    readonly team: string;
    readonly after?: GoingPlace | undefined;
    readonly limit: number;
    readonly changedUpTo?: number;
    readonly past?: PastInstant;
  },
): Promise<readonly StoredTeamClock[]> {
  const { rows } = await sql<StoredTeamClock>`
    SELECT * FROM ${rowsOf('team_clocks', past)}
    WHERE team = ${team} AND ${sql.raw(IS_GOING_SQL)}
    ${changedUpTo === undefined ? sql`` : sql`AND change_no <= ${changedUpTo}`}
    ${
      after === undefined
        ? sql``
        : sql`AND (COALESCE(due_at, ${NEVER}), partition_key, subject_id, clock, instance) >
            (COALESCE(${after.dueAt}::bigint, ${NEVER}), ${after.partitionKey}, ${after.subjectId}, ${after.clock}, ${after.instance}::integer)`
    }
    ORDER BY COALESCE(due_at, ${NEVER}), partition_key, subject_id, clock, instance LIMIT ${limit}
  `.execute(query);
  return rows;
}

import { sql, type LiveChange, type LiveSource } from '@redress/read-model';
import { goingClocks, placeOf, type GoingPlace } from '../going-clocks/going-clocks.sql';
import { boardClockOf, type StoredTeamClock } from '../team-clocks/clock.dto';
import { IS_GOING_SQL } from '../team-clocks/team-clock';
import { teamClocks } from '../team-clocks/team-clocks.projection';

type NumberedClock = StoredTeamClock & { readonly change_no: number };

export const teamTopic = (team: string): string => `team ${team}`;
export const caseTopic = (complaintId: string): string => `case ${complaintId}`;

const TEAM = teamTopic('');
const CASE = caseTopic('');

const named = (topics: readonly string[], prefix: string): string[] =>
  topics.flatMap((topic) => (topic.startsWith(prefix) ? [topic.slice(prefix.length)] : []));

/**
 * The clocks of the teams, live. Of a team: its going clocks, those of its subjects too, then each clock that changes, with its verdict once it has ended, and each
 * that has left. Of a case: that one of its clocks has changed.
 */
export const liveClocks: LiveSource<GoingPlace> = {
  projection: teamClocks.name,
  tables: ['team_clocks'],
  nothing: { clocks: [] },
  async changes(query, { after, limit, topics }) {
    const { rows } = await sql<NumberedClock>`
      SELECT * FROM team_clocks
      WHERE change_no > ${after} ${
        topics === undefined
          ? sql``
          : sql`AND (team = ANY(${named(topics, TEAM)}) OR (subject_id = '' AND partition_key = ANY(${named(topics, CASE)})))`
      }
      ORDER BY change_no LIMIT ${limit}
    `.execute(query);
    return rows.map(changeOf);
  },
  async topics(query) {
    // From team to team along the index, however many clocks each has.
    const { rows } = await sql<{ readonly team: string }>`
      WITH RECURSIVE teams AS (
        SELECT (SELECT min(team) FROM team_clocks WHERE ${sql.raw(IS_GOING_SQL)}) AS team
        UNION ALL
        SELECT (SELECT min(team) FROM team_clocks WHERE team > teams.team AND ${sql.raw(IS_GOING_SQL)})
        FROM teams WHERE teams.team IS NOT NULL
      )
      SELECT team FROM teams WHERE team IS NOT NULL
    `.execute(query);
    return rows.map(({ team }) => teamTopic(team));
  },
  async page(query, { topic, after, changedUpTo, limit }) {
    const [team = ''] = named([topic], TEAM);
    const rows = await goingClocks(query, { team, after, limit, changedUpTo });
    const end = rows.at(-1);
    return {
      body: { team, clocks: rows.map(boardClockOf) },
      next: rows.length < limit || end === undefined ? undefined : placeOf(end),
    };
  },
};

function changeOf(row: NumberedClock): LiveChange {
  const clock = boardClockOf(row);
  const isOfCase = clock.subject === null;
  return {
    changeNo: row.change_no,
    topics: [teamTopic(row.team), ...(isOfCase ? [caseTopic(row.partition_key)] : [])],
    key: [row.team, row.partition_key, row.subject_id, row.clock, String(row.instance)].join(' '),
    // Of a case that has left the team no more is told than that. It may be told of by another one.
    ...(row.has_left
      ? {
          event: 'removed',
          body: { team: row.team, complaintId: row.partition_key, clock: row.clock, instance: row.instance },
        }
      : { event: 'clock', body: clock }),
  };
}

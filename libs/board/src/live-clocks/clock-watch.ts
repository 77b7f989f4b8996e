import type { SseFrame } from '@redress/http';
import { sql, type Change, type ReadModel } from '@redress/read-model';
import { goingClocks, placeOf, type GoingPlace } from '../going-clocks/going-clocks.sql';
import { caseClockOf, clockIdentity, type StoredTeamClock } from '../team-clocks/clock.dto';
import { teamClocks } from '../team-clocks/team-clocks.projection';

/** How many clocks one frame of a snapshot holds, and how many changes are read at once: what is in memory for one watcher. */
const CHUNK = 200;

/** A watcher that has missed more changes than these (of all teams) is given a new snapshot: that is less work than going through them. */
const MAX_MISSED = 20_000;

/** In the middle of a snapshot of the rows as they were at a change number, or following the changes after one. */
type Progress =
  | { readonly step: 'snapshot'; readonly from: Change; readonly part: number; readonly after?: GoingPlace }
  | { readonly step: 'following'; readonly from: Change };

type StoredChange = StoredTeamClock & { readonly change_no: number };

/**
 * What one watcher of a team's clocks is to see, a batch at a time: a snapshot of the going clocks, then every change in the order of its number.
 * Each batch is read from the rows when it is asked for, so a watcher who is slow costs no memory, and several changes of one clock
 * become one.
 *
 * The snapshot holds the rows that have not changed since the number it begins with; what changes while it is being read comes after it, as a
 * change. So nothing is missing and nothing comes twice, also for a watcher who comes back with the id of the last frame.
 */
export class ClockWatch {
  #progress: Progress | undefined;

  /** @param lastEventId the id of the last frame that the watcher has seen; anything else than one of ours counts for nothing */
  constructor(
    private readonly readModel: ReadModel,
    private readonly team: string,
    lastEventId?: string,
  ) {
    const [, generation, changeNo] = /^(\d{1,9})-(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
    if (generation !== undefined && changeNo !== undefined) {
      this.#progress = {
        step: 'following',
        from: { generation: Number(generation), changeNo: Number(changeNo) },
      };
    }
  }

  /** The next frames; none where there is nothing new. Ask again at once after some, else after the next commit. */
  async next(): Promise<readonly SseFrame[]> {
    const progress = this.#progress;
    if (progress?.step === 'following') {
      const now = await this.readModel.currentChange(teamClocks.name);
      if (now?.generation === progress.from.generation && now.changeNo === progress.from.changeNo) return [];
    }
    return this.readModel.snapshot(teamClocks.name, ['team_clocks'], (query, now) => {
      if (progress === undefined || !goesOn(progress.from, now)) {
        return this.#snapshot(query, { step: 'snapshot', from: now, part: 1 });
      }
      return progress.step === 'snapshot'
        ? this.#snapshot(query, progress)
        : this.#changes(query, progress.from, now);
    });
  }

  async #snapshot(
    query: ReadModel['query'],
    { from, part, after }: Extract<Progress, { step: 'snapshot' }>,
  ): Promise<readonly SseFrame[]> {
    const rows = await goingClocks(query, {
      team: this.team,
      after,
      limit: CHUNK,
      changedUpTo: from.changeNo,
    });
    const end = rows.at(-1);
    const isLast = rows.length < CHUNK || end === undefined;
    this.#progress = isLast
      ? { step: 'following', from }
      : { step: 'snapshot', from, part: part + 1, after: placeOf(end) };
    const data = { team: this.team, part, isLast, clocks: rows.map(jsonOf) };
    // Only with the last part has the watcher seen all up to that number.
    return [{ event: 'snapshot', data, ...(isLast ? { id: idOf(from) } : {}) }];
  }

  async #changes(query: ReadModel['query'], from: Change, now: Change): Promise<readonly SseFrame[]> {
    const { rows } = await sql<StoredChange>`
      SELECT * FROM team_clocks
      WHERE team = ${this.team} AND change_no > ${from.changeNo} ORDER BY change_no LIMIT ${CHUNK}
    `.execute(query);
    const last = rows.at(-1);
    const all = rows.length < CHUNK || last === undefined;
    this.#progress = { step: 'following', from: all ? now : { ...now, changeNo: last.change_no } };
    return rows.map((row) => frameOf(row, now.generation));
  }
}

function frameOf(row: StoredChange, generation: number): SseFrame {
  const id = idOf({ generation, changeNo: row.change_no });
  // Of a case that has left the team no more is told than that.
  return row.has_left
    ? { id, event: 'removed', data: { ...clockIdentity(row) } }
    : { id, event: 'clock', data: jsonOf(row) };
}

/** Whether the changes after `from` can be told from the rows as they are now. */
const goesOn = (from: Change, now: Change): boolean =>
  from.generation === now.generation &&
  from.changeNo <= now.changeNo &&
  now.changeNo - from.changeNo <= MAX_MISSED;

const idOf = ({ generation, changeNo }: Change): string => `${String(generation)}-${String(changeNo)}`;

function jsonOf(row: StoredTeamClock) {
  const clock = caseClockOf(row);
  return { ...clock, policy: { ...clock.policy } };
}

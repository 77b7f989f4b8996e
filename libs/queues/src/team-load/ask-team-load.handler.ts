import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pastMark } from '@redress/http';
import { CLOCK, isoOrNull, type Clock, type EpochMs } from '@redress/kernel';
import { Past, ReadModel, rowsOf, sql, waitForCommand } from '@redress/read-model';
import { queues } from '../queue/queues.projection';
import { AskTeamLoad } from './ask-team-load.query';
import type { QueueLoad, TeamLoad } from './team-load.dto';

interface LoadRow {
  readonly queue_kind: 'agent' | 'team';
  readonly queue_name: string;
  readonly cases: number;
  readonly waiting: number;
  readonly owed_afterwards: number;
  readonly callbacks: number;
  readonly callbacks_late: number;
  readonly late: number;
  readonly next_due_at: EpochMs | null;
  readonly oldest_at: EpochMs | null;
}

/** Cases that are still to be dealt with. */
const IS_IN_HAND = sql`item = 'case' AND phase IN ('open', 'waiting')`;
const IS_CALLBACK = sql`item = 'callback'`;

@QueryHandler(AskTeamLoad)
export class AskTeamLoadHandler implements IQueryHandler<AskTeamLoad> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ team, readAfter, asOf }: AskTeamLoad): Promise<TeamLoad> {
    await waitForCommand(this.readModel, queues.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(queues.name, asOf);
    const now = asOf ?? this.clock.now();
    const { rows } = await sql<LoadRow>`
      SELECT queue_kind, queue_name,
        count(*) FILTER (WHERE ${IS_IN_HAND})::integer AS cases,
        count(*) FILTER (WHERE item = 'case' AND phase = 'waiting')::integer AS waiting,
        count(*) FILTER (WHERE item = 'case' AND phase NOT IN ('open', 'waiting'))::integer AS owed_afterwards,
        count(*) FILTER (WHERE ${IS_CALLBACK})::integer AS callbacks,
        count(*) FILTER (WHERE ${IS_CALLBACK} AND next_due_at <= ${now})::integer AS callbacks_late,
        count(*) FILTER (WHERE next_due_at <= ${now} OR cardinality(breached) > 0)::integer AS late,
        min(next_due_at) FILTER (WHERE next_due_at > ${now}) AS next_due_at,
        min(registered_at) FILTER (WHERE ${IS_IN_HAND} OR ${IS_CALLBACK}) AS oldest_at
      FROM ${rowsOf('queue_entries', past)}
      WHERE team = ${team} AND queue_kind IS NOT NULL
      GROUP BY queue_kind, queue_name
      ORDER BY late DESC, count(*) DESC, queue_name
    `.execute(this.readModel.query);
    const pool = rows.find((row) => row.queue_kind === 'team');
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      team,
      pool: pool === undefined ? NOTHING : loadOf(pool),
      agents: rows
        .filter((row) => row.queue_kind === 'agent')
        .map((row) => ({ agent: row.queue_name, ...loadOf(row) })),
    };
  }
}

const NOTHING: QueueLoad = {
  ...{ cases: 0, waiting: 0, owedAfterwards: 0, callbacks: 0, callbacksLate: 0, late: 0 },
  ...{ nextDueAt: null, oldestAt: null },
};

const loadOf = (row: LoadRow): QueueLoad => ({
  cases: row.cases,
  waiting: row.waiting,
  owedAfterwards: row.owed_afterwards,
  callbacks: row.callbacks,
  callbacksLate: row.callbacks_late,
  late: row.late,
  nextDueAt: isoOrNull(row.next_due_at),
  oldestAt: isoOrNull(row.oldest_at),
});

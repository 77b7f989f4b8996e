import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '@redress/kernel';
import { ReadModel, sql, waitForCommand } from '@redress/read-model';
import { queueItemOf, type QueuedEntry } from '../queue/queue-item.dto';
import { queues } from '../queue/queues.projection';
import { AskNextAction } from './ask-next-action.query';
import type { NextAction } from './next-action.dto';

@QueryHandler(AskNextAction)
export class AskNextActionHandler implements IQueryHandler<AskNextAction> {
  constructor(
    private readonly readModel: ReadModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ agent, teams, readAfter }: AskNextAction): Promise<NextAction> {
    await waitForCommand(this.readModel, queues.name, readAfter);
    const { rows } = await sql<QueuedEntry>`
      SELECT entry.*
      FROM (SELECT 1 AS turn, 'agent' AS kind, ${agent}::text AS name
            UNION ALL SELECT 2, 'team', team FROM unnest(${teams}::text[]) AS team) AS queue
      CROSS JOIN LATERAL (
        SELECT * FROM queue_entries
        WHERE queue_kind = queue.kind AND queue_name = queue.name
          -- Nothing is to be done where a case waits and no clock runs.
          AND NOT (phase = 'waiting' AND next_due_at IS NULL AND NOT beyond_calendar)
          -- Nor about a call before it may be made, or while another makes it.
          AND (opens_at IS NULL OR opens_at <= ${this.clock.now()}) AND NOT held
          AND (caller IS NULL OR caller = ${agent})
        ORDER BY order_key COLLATE "C" LIMIT 1
      ) AS entry
      ORDER BY queue.turn, entry.order_key COLLATE "C" LIMIT 1
    `.execute(this.readModel.query);
    const [next] = rows;
    return { item: next === undefined ? null : queueItemOf(next) };
  }
}

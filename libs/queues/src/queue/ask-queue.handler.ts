import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { decodeCursor, encodeCursor, pastMark, type Page, type PastMark } from '@redress/http';
import { Past, ReadModel, rowsOf, sql, waitForCommand } from '@redress/read-model';
import { AskQueue } from './ask-queue.query';
import { queueItemOf, type QueuedEntry, type QueueItem } from './queue-item.dto';
import { queues } from './queues.projection';

@QueryHandler(AskQueue)
export class AskQueueHandler implements IQueryHandler<AskQueue> {
  constructor(
    private readonly readModel: ReadModel,
    private readonly past: Past,
  ) {}

  async execute({
    queue,
    page: { limit, cursor },
    readAfter,
    asOf,
  }: AskQueue): Promise<Page<QueueItem> & { readonly past?: PastMark }> {
    const after = cursor === undefined ? '' : decodeCursor(cursor, 'string')[0];
    await waitForCommand(this.readModel, queues.name, readAfter);
    const past = asOf === undefined ? undefined : await this.past.instant(queues.name, asOf);
    const { rows } = await sql<QueuedEntry>`
      SELECT * FROM ${rowsOf('queue_entries', past)}
      WHERE queue_kind = ${queue.kind} AND queue_name = ${queue.name} AND order_key > ${after} COLLATE "C"
      ORDER BY order_key COLLATE "C" LIMIT ${limit + 1}
    `.execute(this.readModel.query);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      ...(past === undefined ? {} : { past: pastMark(past) }),
      items: items.map(queueItemOf),
      ...(rows.length > items.length && last !== undefined
        ? { nextCursor: encodeCursor(last.order_key) }
        : {}),
    };
  }
}

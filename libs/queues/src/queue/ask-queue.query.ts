import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { QueueItem, QueueRef } from './queue-item.dto';

/** What stands in a queue, in its order, a page at a time. */
export class AskQueue extends Query<Page<QueueItem>> {
  constructor(
    readonly queue: QueueRef,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

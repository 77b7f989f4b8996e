import { Query } from '@nestjs/cqrs';
import type { Page, PastMark, ReadToken } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { QueueItem, QueueRef } from './queue-item.dto';

/** What stands in a queue, in its order, a page at a time; or what stood in it. */
export class AskQueue extends Query<Page<QueueItem> & { readonly past?: PastMark }> {
  constructor(
    readonly queue: QueueRef,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, PastMark } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { Reader } from '@redress/personal-data';
import type { TimelineEvent } from './timeline-event.dto';

/** The history of a case, in order or turned round, a page at a time. Who reads the texts in it is recorded. */
export class AskCaseTimeline extends Query<Page<TimelineEvent> & { readonly past?: PastMark }> {
  constructor(
    readonly complaintId: string,
    readonly page: { readonly limit: number; readonly cursor?: string; readonly newestFirst?: boolean },
    readonly reader: Reader,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

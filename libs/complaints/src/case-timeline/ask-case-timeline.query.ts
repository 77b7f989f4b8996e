import { Query } from '@nestjs/cqrs';
import type { Page } from '@redress/http';
import type { Reader } from '@redress/personal-data';
import type { TimelineEvent } from './timeline-event.dto';

/** The history of a case, in order, a page at a time. Who reads the texts in it is recorded. */
export class AskCaseTimeline extends Query<Page<TimelineEvent>> {
  constructor(
    readonly complaintId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly reader: Reader,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { VerdictItem, VerdictListQuestion } from './verdict-list.dto';

/** Every run of the SLA clocks, a page at a time. */
export class AskVerdictList extends Query<Page<VerdictItem>> {
  constructor(
    readonly question: VerdictListQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

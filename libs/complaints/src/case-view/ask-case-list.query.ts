import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { CaseListQuestion } from './case-list.dto';
import type { CaseSummary } from './case-summary.dto';

/** The cases for which all that is named holds, the newest or the oldest first, a page at a time. */
export class AskCaseList extends Query<Page<CaseSummary>> {
  constructor(
    readonly question: CaseListQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

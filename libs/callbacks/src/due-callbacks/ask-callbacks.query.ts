import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { CallbackListQuestion } from './callback-list.dto';
import type { CallbackSight } from './callback-readers';
import type { CallbackSummary } from './callback-summary.dto';

/** The callbacks for which all that is named holds, the earliest end of a window first, a page at a time. */
export class AskCallbacks extends Query<Page<CallbackSummary>> {
  constructor(
    readonly question: CallbackListQuestion,
    /** Undefined: all. */
    readonly sight: CallbackSight | undefined,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

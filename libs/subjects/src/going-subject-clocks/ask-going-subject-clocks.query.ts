import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { GoingSubjectClock } from './going-subject-clock.dto';

/** The clocks of subjects that wait for their stop: by due instant, those that stand still at the end. */
export class AskGoingSubjectClocks extends Query<Page<GoingSubjectClock>> {
  constructor(
    readonly filter: { readonly team?: string; readonly kind?: string },
    readonly page: { readonly limit: number; readonly cursor?: string },
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

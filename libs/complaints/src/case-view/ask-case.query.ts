import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { Reader } from '@redress/personal-data';
import type { CaseView } from './case-view.dto';

/** A case as it stands, with its customer and what they said. That the customer's record was read is recorded. */
export class AskCase extends Query<CaseView> {
  constructor(
    readonly complaintId: string,
    readonly reader: Reader,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

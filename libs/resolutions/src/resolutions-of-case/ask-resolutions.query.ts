import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { Reader } from '@redress/personal-data';
import type { CaseResolutionsView } from './resolutions.dto';

/** What a customer asks for, and the resolutions of their case. Who reads the texts in it is recorded. */
export class AskResolutions extends Query<CaseResolutionsView> {
  constructor(
    readonly complaintId: string,
    readonly reader: Reader,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, ReadToken } from '@redress/http';
import type { PromiseView } from '../roles';
import type { CustomerPromise, PromiseListQuestion } from './promise.dto';

/** Promises to customers, the earliest due first, a page at a time. */
export class AskPromises extends Query<Page<CustomerPromise>> {
  constructor(
    readonly question: PromiseListQuestion,
    /** What the one who asks may see; undefined: all. */
    readonly view?: PromiseView,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { Query } from '@nestjs/cqrs';
import type { Page, PastMark, ReadToken } from '@redress/http';
import type { EpochMs } from '@redress/kernel';
import type { PromiseView } from '../roles';
import type { CustomerPromise, PromiseListQuestion } from './promise.dto';

/** Promises to customers, the earliest due first, a page at a time; or as they stood. */
export class AskPromises extends Query<Page<CustomerPromise> & { readonly past?: PastMark }> {
  constructor(
    readonly question: PromiseListQuestion,
    /** What the one who asks may see; undefined: all. */
    readonly view?: PromiseView,
    readonly readAfter?: ReadToken,
    /** The instant of the past that is asked about. */
    readonly asOf?: EpochMs,
  ) {
    super();
  }
}

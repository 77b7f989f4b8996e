import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { ResponseTimesAnswer, ResponseTimesQuestion } from './response-times.dto';

/** How long responses and resolutions took. */
export class AskResponseTimes extends Query<ResponseTimesAnswer> {
  constructor(
    readonly question: ResponseTimesQuestion,
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

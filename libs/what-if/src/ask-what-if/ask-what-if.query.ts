import { Query } from '@nestjs/cqrs';
import type { WhatIfAnswer } from './what-if-answer.dto';
import type { WhatIfBody } from './what-if-question.dto';

/** What another policy or another calendar would have made of the cases and subjects of a range; changes nothing. */
export class AskWhatIf extends Query<WhatIfAnswer> {
  constructor(
    readonly question: WhatIfBody,
    /** Aborted when nobody waits for the answer any more. */
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

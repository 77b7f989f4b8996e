import type { Readable } from 'node:stream';
import { Query } from '@nestjs/cqrs';
import type { WhatIfQuestion } from '../ask-what-if/what-if-question.dto';

/** Every clock whose verdict would be another one, as the text of a CSV file. */
export class ListFlips extends Query<Readable> {
  constructor(
    readonly question: WhatIfQuestion,
    /** Aborted when nobody waits for the rest any more. */
    readonly signal: AbortSignal,
  ) {
    super();
  }
}

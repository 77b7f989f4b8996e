import { Query } from '@nestjs/cqrs';
import type { ReadToken } from '@redress/http';
import type { NextAction } from './next-action.dto';

/** What an agent is to do next. */
export class AskNextAction extends Query<NextAction> {
  constructor(
    readonly agent: string,
    readonly teams: readonly string[],
    readonly readAfter?: ReadToken,
  ) {
    super();
  }
}

import { IsFlag, PastPageQuery } from '@redress/http';

/** In what order the history of a case is told, and as of when. */
export class TimelineQuestion extends PastPageQuery {
  @IsFlag({
    optional: true,
    fromQuery: true,
    description: 'The latest event first. Left out: the oldest. Cursors are those of one order.',
  })
  readonly newestFirst?: boolean;
}

import { AsOfQuery, IsWholeNumber } from '@redress/http';

/** Which run of a clock is asked about. */
export class ExplainClockQuestion extends AsOfQuery {
  @IsWholeNumber(
    { min: 1, max: 1_000_000 },
    { optional: true, fromQuery: true, description: 'The n-th run of the clock. Default: its latest.' },
  )
  readonly instance?: number;
}

import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsFlag, IsOneOf } from '@redress/http';
import { sql } from '@redress/read-model';
import { figureList, type FigureList } from '../asking/figure-list';
import { FigurePaging, listedHappening, ListedHappening } from '../asking/figure-list.dto';
import { oneOf } from '../asking/figure-sql';
import { PromiseFilter } from './promise-figures.dto';
import { promiseFigures } from './promise-figures.projection';
import { ofPromises } from './promise-figures.sql';
import { PROMISE_STATES, PROMISED, type Promised, type PromiseRow, type PromiseState } from './promise-row';

export class PromiseFigureListQuestion extends IntersectionType(PromiseFilter, FigurePaging) {
  @IsOneOf(PROMISE_STATES, { optional: true, fromQuery: true, many: { min: 1, max: PROMISE_STATES.length } })
  readonly state?: readonly PromiseState[];

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether something is still to be done about it.' })
  readonly open?: boolean;

  @IsFlag({ optional: true, fromQuery: true, description: 'Whether it was kept, but late.' })
  readonly keptLate?: boolean;
}

/** A promise to a customer, by what became of it; `happenedAt`: when it is due. */
export class PromiseFigureItem extends ListedHappening {
  @ApiProperty({ enum: PROMISED })
  readonly promise!: Promised;

  @ApiProperty({ enum: PROMISE_STATES })
  readonly state!: PromiseState;

  @ApiProperty({ description: 'Whether something is still to be done about it.' })
  readonly open!: boolean;

  @ApiProperty()
  readonly keptLate!: boolean;
}

/** The promises behind a figure, what is due last first. */
export const promiseFigureList = (question: PromiseFigureListQuestion): FigureList<PromiseFigureItem> =>
  figureList<PromiseRow, PromiseFigureItem>({
    projection: promiseFigures,
    from: sql`figure_promises`,
    conditions: [
      ofPromises(question),
      ...(question.state === undefined ? [] : [oneOf('state', question.state)]),
      ...(question.open === undefined ? [] : [sql`open = ${question.open}`]),
      ...(question.keptLate === undefined ? [] : [sql`kept_late = ${question.keptLate}`]),
    ],
    order: [
      { column: 'happened_at', as: 'integer', isFalling: true },
      { column: 'partition_key', as: 'string' },
      { column: 'stream', as: 'string' },
      { column: 'clock', as: 'string' },
      { column: 'instance', as: 'integer' },
    ],
    itemOf: (row) => ({
      ...listedHappening(row),
      promise: row.promise,
      state: row.state,
      open: row.open,
      keptLate: row.kept_late,
    }),
  });

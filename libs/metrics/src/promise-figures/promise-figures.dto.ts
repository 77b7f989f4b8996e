import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf } from '@redress/http';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { HappenedFilter, splitBy } from '../asking/figure-question.dto';
import { GROUPINGS } from '../asking/grouping';
import { PROMISED, type Promised } from './promise-row';

const PROMISE_GROUPINGS = [...GROUPINGS, 'promise'] as const;

/** Which promises count. */
export class PromiseFilter extends HappenedFilter {
  @IsOneOf(PROMISED, {
    optional: true,
    fromQuery: true,
    many: { min: 1, max: PROMISED.length },
    description:
      '`callback`: to be called. `follow-up`: to be asked after a resolution. `remedy`: to have an accepted remedy. `answer`: to have an answer.',
  })
  readonly promise?: readonly Promised[];
}

export class PromiseFiguresQuestion extends IntersectionType(PromiseFilter, splitBy(PROMISE_GROUPINGS)) {}

export class PromiseFiguresGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'Not due yet.' })
  readonly owed!: number;

  @ApiProperty({ type: 'integer', description: 'In time.' })
  readonly kept!: number;

  @ApiProperty({ type: 'integer', description: 'Not in time, whatever came later.' })
  readonly broken!: number;

  @ApiProperty({ type: 'integer', description: 'Of the broken: kept late.' })
  readonly keptLate!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Of the broken: neither kept late, renegotiated nor released yet.',
  })
  readonly brokenAndOpen!: number;

  @ApiProperty({ type: 'integer', description: 'Another promise took its place before it was due.' })
  readonly renegotiated!: number;

  @ApiProperty({ type: 'integer', description: 'Not owed any more before it was due.' })
  readonly released!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Kept, of those kept or broken: 0 to 1; null where there are none.',
    example: 0.93,
  })
  readonly keptShare!: number | null;
}

export class PromiseFiguresAnswer extends FigureAnswer {
  @ApiProperty({ type: [PromiseFiguresGroup] })
  readonly groups!: readonly PromiseFiguresGroup[];
}

import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import {
  CALLBACK_PURPOSES,
  SERVQUAL_DIMENSIONS,
  type CallbackPurpose,
  type ServqualDimension,
} from '@redress/callbacks';
import { IsOneOf } from '@redress/http';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { HappenedFilter, Split } from '../asking/figure-question.dto';

/** Whose answers count. */
export class SatisfactionFilter extends HappenedFilter {
  @IsOneOf(CALLBACK_PURPOSES, {
    optional: true,
    description: 'On what occasion they were asked; these are never mixed. Default: follow-up.',
  })
  readonly purpose?: CallbackPurpose;
}

export class SatisfactionFiguresQuestion extends IntersectionType(SatisfactionFilter, Split) {}

/** How many gave one score. */
export class CsatCount {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: 5 })
  readonly score!: number;

  @ApiProperty({ type: 'integer' })
  readonly count!: number;
}

/** Customer satisfaction, 1 (very bad) to 5 (very good). */
export class CsatFigures {
  @ApiProperty({ type: 'integer', description: 'How many said a score.' })
  readonly n!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Null where nobody did.' })
  readonly mean!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Share of the scores 4 and 5: 0 to 1; null where there are none.',
  })
  readonly satisfiedShare!: number | null;

  @ApiProperty({ type: [CsatCount], description: 'Every score from 1 to 5.' })
  readonly distribution!: readonly CsatCount[];
}

/** A dimension of SERVQUAL, over its items as given; scores are 1 to 7, unweighted. */
export class ServqualFigures {
  @ApiProperty({ enum: SERVQUAL_DIMENSIONS })
  readonly dimension!: ServqualDimension;

  @ApiProperty({ type: 'integer', description: 'Items answered.' })
  readonly items!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Mean; null where none is answered.' })
  readonly perceived!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Mean, of the items where it was asked; null where it never was.',
  })
  readonly expected!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'Mean of perceived less expected, of the items with both; below 0: less than expected. Null where there are none.',
  })
  readonly gap!: number | null;
}

export class SatisfactionFiguresGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'Customers who answered anything.' })
  readonly answers!: number;

  @ApiProperty({ type: 'integer', description: 'Said that they are satisfied.' })
  readonly satisfied!: number;

  @ApiProperty({ type: 'integer', description: 'Said that they are not.' })
  readonly dissatisfied!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Satisfied, of those who said so or not: 0 to 1; null where there are none.',
  })
  readonly satisfiedShare!: number | null;

  @ApiProperty({ type: CsatFigures })
  readonly csat!: CsatFigures;

  @ApiProperty({ type: [ServqualFigures], description: 'Every dimension.' })
  readonly servqual!: readonly ServqualFigures[];
}

export class SatisfactionFiguresAnswer extends FigureAnswer {
  @ApiProperty({ enum: CALLBACK_PURPOSES })
  readonly purpose!: CallbackPurpose;

  @ApiProperty({ type: [SatisfactionFiguresGroup] })
  readonly groups!: readonly SatisfactionFiguresGroup[];
}

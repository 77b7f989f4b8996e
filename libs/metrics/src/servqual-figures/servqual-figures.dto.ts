import { ApiProperty, IntersectionType, OmitType, PickType } from '@nestjs/swagger';
import {
  CALLBACK_PURPOSES,
  SERVQUAL_DIMENSIONS,
  type CallbackPurpose,
  type ServqualDimension,
} from '@redress/callbacks';
import { IsWholeNumber } from '@redress/http';
import { FigureAnswer } from '../asking/figure-answer.dto';
import { Split } from '../asking/figure-question.dto';
import { SatisfactionFilter, ServqualFigures } from '../satisfaction-figures/satisfaction-figures.dto';

/** Points that a dimension has where the question gives it none: each as many. */
const EQUAL_POINTS = 20;

/** The points of a dimension. */
const IsPoints = (): PropertyDecorator =>
  IsWholeNumber(
    { min: 0, max: 100 },
    {
      optional: true,
      fromQuery: true,
      default: EQUAL_POINTS,
      description:
        'How much the dimension weighs in the overall gap: only the proportion to the others counts.',
    },
  );

export class ServqualFiguresQuestion extends IntersectionType(SatisfactionFilter, PickType(Split, ['zone'])) {
  @IsPoints()
  readonly tangibles: number = EQUAL_POINTS;

  @IsPoints()
  readonly reliability: number = EQUAL_POINTS;

  @IsPoints()
  readonly responsiveness: number = EQUAL_POINTS;

  @IsPoints()
  readonly assurance: number = EQUAL_POINTS;

  @IsPoints()
  readonly empathy: number = EQUAL_POINTS;
}

/** A dimension of service. */
export class ServqualDimensionGroup extends OmitType(ServqualFigures, ['dimension']) {
  @ApiProperty({ enum: SERVQUAL_DIMENSIONS })
  readonly group!: ServqualDimension;

  @ApiProperty({ type: 'number', description: 'Its share of the points: 0 to 1.', example: 0.2 })
  readonly weight!: number;
}

export class ServqualFiguresAnswer extends FigureAnswer {
  @ApiProperty({ enum: CALLBACK_PURPOSES })
  readonly purpose!: CallbackPurpose;

  @ApiProperty({ type: 'integer', description: 'Customers who said anything of it.' })
  readonly surveyed!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'The mean of the gaps by their weights; below 0: less than expected. Null where no dimension that weighs anything has a gap.',
  })
  readonly overallGap!: number | null;

  @ApiProperty({ type: [ServqualDimensionGroup], description: 'Every dimension.' })
  readonly groups!: readonly ServqualDimensionGroup[];
}

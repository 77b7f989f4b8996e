import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsOneOf } from '@redress/http';
import { CLOCK_NAMES, type ClockName } from '@redress/sla';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { CycleFilter, Split } from '../asking/figure-question.dto';

export class VerdictFiguresQuestion extends IntersectionType(CycleFilter, Split) {
  @IsOneOf(CLOCK_NAMES, { description: 'The SLA clock.' })
  readonly clock!: ClockName;
}

/** How many clocks reached a warning mark. */
export class MarkFigures {
  @ApiProperty({ type: 'integer', example: 80, description: 'In percent of the target.' })
  readonly mark!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Clocks that reached it, under the target in force at that time.',
  })
  readonly reached!: number;
}

export class VerdictFiguresGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'Stopped in time.' })
  readonly met!: number;

  @ApiProperty({ type: 'integer', description: 'Not stopped in time, those that still go on included.' })
  readonly missed!: number;

  @ApiProperty({ type: 'integer', description: 'Going, and not due yet.' })
  readonly running!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Ended before they were due without what they waited for: the case was refused, or has no target any more.',
  })
  readonly none!: number;

  @ApiProperty({ type: [MarkFigures] })
  readonly marks!: readonly MarkFigures[];
}

export class VerdictFiguresAnswer extends FigureAnswer {
  @ApiProperty({ enum: CLOCK_NAMES })
  readonly clock!: ClockName;

  @ApiProperty({ type: [VerdictFiguresGroup] })
  readonly groups!: readonly VerdictFiguresGroup[];
}

import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsMatching } from '@redress/http';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { CycleFilter, Split } from '../asking/figure-question.dto';
import { IsJudgedAs } from './judged-as.decorator';
import { JUDGED_AS, type JudgedAs } from './verdict-row';

export class VerdictFiguresQuestion extends IntersectionType(CycleFilter, Split) {
  @IsMatching(CLOCK_NAME, 'the name of a clock', {
    description: 'The SLA clock; one that a policy defines begins with `x-`.',
  })
  readonly clock!: ClockName;

  @IsJudgedAs()
  readonly as?: JudgedAs;
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

/** How many clocks reached a warning mark by the time that was left. */
export class NearMarkFigures {
  @ApiProperty({ example: 'PT30M', description: 'The running time that was left until due.' })
  readonly before!: string;

  @ApiProperty({ type: 'integer' })
  readonly reached!: number;
}

/** How many runs of SLA clocks had which verdict. */
export class VerdictTally {
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
}

export class VerdictFiguresGroup extends IntersectionType(FigureGroup, VerdictTally) {
  @ApiProperty({ type: [MarkFigures] })
  readonly marks!: readonly MarkFigures[];

  @ApiProperty({ type: [NearMarkFigures] })
  readonly nearMarks!: readonly NearMarkFigures[];
}

export class VerdictFiguresAnswer extends FigureAnswer {
  @ApiProperty({ enum: JUDGED_AS, description: 'Which verdicts it counts.' })
  readonly as!: JudgedAs;

  @ApiProperty({ pattern: CLOCK_NAME.source })
  readonly clock!: ClockName;

  @ApiProperty({ type: [VerdictFiguresGroup] })
  readonly groups!: readonly VerdictFiguresGroup[];
}

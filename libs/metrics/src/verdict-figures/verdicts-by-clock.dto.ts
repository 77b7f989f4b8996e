import { ApiProperty } from '@nestjs/swagger';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { FigureAnswer } from '../asking/figure-answer.dto';
import { CycleFilter } from '../asking/figure-question.dto';
import { IsJudgedAs } from './judged-as.decorator';
import { VerdictTally } from './verdict-figures.dto';
import { JUDGED_AS, type JudgedAs } from './verdict-row';

export class VerdictsByClockQuestion extends CycleFilter {
  @IsJudgedAs()
  readonly as?: JudgedAs;
}

/** The runs of a clock that are filed under a team. */
export class TeamVerdicts extends VerdictTally {
  @ApiProperty()
  readonly team!: string;
}

/** The runs of a clock. */
export class ClockVerdicts extends VerdictTally {
  @ApiProperty({
    pattern: CLOCK_NAME.source,
    description: 'The SLA clock; one that a policy defines begins with `x-`.',
  })
  readonly group!: ClockName;

  @ApiProperty({ type: [TeamVerdicts], description: 'Those of each team, by its name.' })
  readonly teams!: readonly TeamVerdicts[];
}

export class VerdictsByClockAnswer extends FigureAnswer {
  @ApiProperty({ enum: JUDGED_AS, description: 'Which verdicts it counts.' })
  readonly as!: JudgedAs;

  @ApiProperty({ type: [ClockVerdicts], description: 'Every clock with a run in the range, by its name.' })
  readonly groups!: readonly ClockVerdicts[];
}

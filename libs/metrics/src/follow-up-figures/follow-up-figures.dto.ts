import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { HappenedFilter, Split } from '../asking/figure-question.dto';

export class FollowUpFiguresQuestion extends IntersectionType(HappenedFilter, Split) {}

/** Shares are 0 to 1; null where there is nothing to share. */
export class FollowUpFiguresGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'Resolutions: a case that was reopened counts again.' })
  readonly resolved!: number;

  @ApiProperty({ type: 'integer', description: 'Satisfied, dissatisfied or unreachable.' })
  readonly followedUp!: number;

  @ApiProperty({ type: 'integer' })
  readonly satisfied!: number;

  @ApiProperty({ type: 'integer' })
  readonly dissatisfied!: number;

  @ApiProperty({ type: 'integer', description: 'All the attempts that the policy allows were made.' })
  readonly unreachable!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Followed up, of those resolved.' })
  readonly followUpRate!: number | null;

  @ApiProperty({
    type: 'integer',
    description:
      'Asked within the target of the clock `follow-up`: three days where the policy says nothing else.',
  })
  readonly inTime!: number;

  @ApiProperty({ type: 'integer', description: 'Not asked within it.' })
  readonly late!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'In time, of those in time or late.' })
  readonly inTimeShare!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: 'Asked, of those asked or unreachable.' })
  readonly reach!: number | null;

  @ApiProperty({ type: 'number', nullable: true, description: 'Dissatisfied, of those asked.' })
  readonly dissatisfiedShare!: number | null;

  @ApiProperty({ type: 'integer', description: 'Calls to ask, reached or not.' })
  readonly attempts!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Calls for each that was followed up, in the mean.',
  })
  readonly attemptsPerFollowUp!: number | null;
}

export class FollowUpFiguresAnswer extends FigureAnswer {
  @ApiProperty({ type: [FollowUpFiguresGroup] })
  readonly groups!: readonly FollowUpFiguresGroup[];
}

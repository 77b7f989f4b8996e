import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ENDINGS, WAIT_REASONS, type EndedAs, type WaitReason } from '@redress/complaints';
import { FigureAnswer, FigureGroup } from '../asking/figure-answer.dto';
import { FigureFilter, Split } from '../asking/figure-question.dto';

export class CaseFiguresQuestion extends IntersectionType(FigureFilter, Split) {}

/** The waits for one thing. */
export class WaitFigures {
  @ApiProperty({ enum: WAIT_REASONS })
  readonly waitsFor!: WaitReason;

  @ApiProperty({ type: 'integer', description: 'How many began, those that go on included.' })
  readonly waits!: number;

  @ApiProperty({ type: 'number', description: 'How long those that are over took together.' })
  readonly waitedSeconds!: number;
}

/** The cases that ended in one way. */
export class EndedFigures {
  @ApiProperty({ enum: ENDINGS })
  readonly as!: EndedAs;

  @ApiProperty({ type: 'integer' })
  readonly cases!: number;
}

export class CaseFiguresGroup extends FigureGroup {
  @ApiProperty({ type: 'integer', description: 'Cases registered.' })
  readonly cases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases that were resolved at least once.' })
  readonly resolvedCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases that were reopened at least once.' })
  readonly reopenedCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases that were transferred at least once.' })
  readonly transferredCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases whose customer asked again at least once.' })
  readonly chasedCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases that were passed up at least once.' })
  readonly escalatedCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases that repeat an earlier one.' })
  readonly repeatCases!: number;

  @ApiProperty({ type: 'integer', description: 'Cases whose decision was contested at least once.' })
  readonly appealedCases!: number;

  @ApiProperty({ type: 'integer' })
  readonly transfers!: number;

  @ApiProperty({ type: 'integer', description: 'How often a case was given back to a pool.' })
  readonly returns!: number;

  @ApiProperty({ type: 'integer' })
  readonly priorityChanges!: number;

  @ApiProperty({ type: 'integer' })
  readonly resolutions!: number;

  @ApiProperty({ type: 'integer' })
  readonly closings!: number;

  @ApiProperty({ type: 'integer' })
  readonly reopenings!: number;

  @ApiProperty({ type: 'integer', description: 'How often a case was taken for something else.' })
  readonly reclassifications!: number;

  @ApiProperty({ type: 'integer', description: 'How often a customer asked again.' })
  readonly chases!: number;

  @ApiProperty({ type: 'integer' })
  readonly escalations!: number;

  @ApiProperty({ type: 'integer' })
  readonly appeals!: number;

  @ApiProperty({ type: [EndedFigures], description: 'Those that go on again are not among them.' })
  readonly ended!: readonly EndedFigures[];

  @ApiProperty({ type: [WaitFigures] })
  readonly waits!: readonly WaitFigures[];
}

export class CaseFiguresAnswer extends FigureAnswer {
  @ApiProperty({ type: [CaseFiguresGroup] })
  readonly groups!: readonly CaseFiguresGroup[];
}

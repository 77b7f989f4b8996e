import { ApiProperty } from '@nestjs/swagger';
import { IsInstant, IsMatching, IsOneOf, IsOpaqueId } from '@redress/http';
import { CLOCK_NAME } from '@redress/sla';
import { CODE, CODE_FORM } from '../open-subject/open-subject.dto';

/** By what the clocks of subjects are counted. */
export const SUBJECT_GROUPINGS = ['clock', 'kind', 'team', 'category', 'priority', 'tier'] as const;
export type SubjectGrouping = (typeof SUBJECT_GROUPINGS)[number];

/** What counts: as it was judged then; by all that is known now; as judged again, and as known where it was not. */
export const SUBJECT_JUDGED_AS = ['judged', 'known', 'reassessed'] as const;
export type SubjectJudgedAs = (typeof SUBJECT_JUDGED_AS)[number];

export class SubjectFiguresQuestion {
  @IsOneOf(SUBJECT_GROUPINGS, { optional: true, description: 'Default: clock.' })
  readonly by?: SubjectGrouping;

  @IsOneOf(SUBJECT_JUDGED_AS, {
    optional: true,
    description:
      '`judged` (default): as judged then · `known`: by all that is known now, facts that were told late among it · `reassessed`: as judged again under a later version, and as known where they were not.',
  })
  readonly as?: SubjectJudgedAs;

  @IsMatching(CLOCK_NAME, 'the name of a clock', { optional: true, example: 'on-site' })
  readonly clock?: string;

  @IsMatching(CODE, CODE_FORM, { optional: true, example: 'on-site' })
  readonly kind?: string;

  @IsOpaqueId({ optional: true })
  readonly team?: string;

  @IsInstant({
    optional: true,
    description: 'Clocks that started from this instant on. Default: from the first.',
  })
  readonly from?: string;

  @IsInstant({
    optional: true,
    description: 'Clocks that started before this instant. Default: to the last.',
  })
  readonly to?: string;
}

/** The clocks of a group by their verdicts. */
export class SubjectFigure {
  @ApiProperty({ description: 'The group: the name of the clock, the team …' })
  readonly group!: string;

  @ApiProperty({ type: 'integer' })
  readonly met!: number;

  @ApiProperty({ type: 'integer', description: 'Missed, whether they still go or not.' })
  readonly missed!: number;

  @ApiProperty({ type: 'integer', description: 'Going, and not missed.' })
  readonly running!: number;

  @ApiProperty({ type: 'integer', description: 'Ended without what they waited for, before they were due.' })
  readonly none!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'met / (met + missed); null where there is neither.',
  })
  readonly attained!: number | null;
}

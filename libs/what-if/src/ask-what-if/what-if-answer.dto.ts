import { ApiProperty } from '@nestjs/swagger';
import { RUNS_JUDGED_AS, type RunsJudgedAs } from '@redress/clocks';
import { CASE_KINDS } from '@redress/complaints';
import type { IsoInstant } from '@redress/kernel';
import {
  WHAT_IF_GROUPINGS,
  WHAT_IF_VERDICTS,
  type WhatIfGrouping,
  type WhatIfVerdict,
} from '../retelling/tally';

export class WhatIfRange {
  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly from!: IsoInstant;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly to!: IsoInstant;
}

/** What judges. */
export class WhatIfPolicy {
  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null: the versions that each case and subject fell under.',
  })
  readonly name!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: not published.' })
  readonly version!: number | null;

  @ApiProperty({ type: [String], description: 'The calendars that stood in for others, by name.' })
  readonly calendars!: readonly string[];
}

export class WhatIfCounts {
  @ApiProperty({ type: 'integer', description: 'Stopped in time.' })
  readonly met!: number;

  @ApiProperty({ type: 'integer', description: 'Not stopped in time, those that still go on included.' })
  readonly missed!: number;

  @ApiProperty({ type: 'integer', description: 'Going, and not due yet.' })
  readonly running!: number;

  @ApiProperty({
    type: 'integer',
    description:
      'Ended before they were due without what they waited for, or without a target: there is one only on the other side.',
  })
  readonly none!: number;
}

export class WhatIfClock {
  @ApiProperty({ example: 'first-response' })
  readonly clock!: string;

  @ApiProperty({ type: WhatIfCounts, description: 'As they are on record.' })
  readonly recorded!: WhatIfCounts;

  @ApiProperty({ type: WhatIfCounts })
  readonly wouldBe!: WhatIfCounts;

  @ApiProperty({ type: 'integer', description: 'How many of them have another verdict.' })
  readonly flips!: number;
}

export class WhatIfGroup extends WhatIfClock {
  @ApiProperty({ enum: WHAT_IF_GROUPINGS })
  readonly by!: WhatIfGrouping;

  @ApiProperty({ example: 'north' })
  readonly group!: string;
}

export class WhatIfVerdictSide {
  @ApiProperty({ enum: WHAT_IF_VERDICTS })
  readonly verdict!: WhatIfVerdict;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'Null without a target, while a pause keeps it from ever falling due, and beyond its calendar.',
  })
  readonly dueAt!: IsoInstant | null;
}

/** A run of a clock whose verdict would be another one. */
export class WhatIfFlip {
  @ApiProperty({ example: 'complaint', description: 'What it is: the kind of the case, or of the subject.' })
  readonly kind!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The subject whose clock it is: a visit on site, a work order … Null: it is one of a case.',
  })
  readonly subjectId!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The case; of a subject the one that it belongs to, null where it stands by itself.',
  })
  readonly complaintId!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'When the case was registered, or the subject opened.',
  })
  readonly registeredAt!: IsoInstant;

  @ApiProperty({ example: 'resolution' })
  readonly clock!: string;

  @ApiProperty({ type: 'integer', description: 'The n-th run of this clock on the case or subject.' })
  readonly instance!: number;

  @ApiProperty({ type: 'integer' })
  readonly cycle!: number;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({
    type: 'integer',
    description: 'At the end of the clock, or now while it goes; so is the team.',
  })
  readonly priority!: number;

  @ApiProperty({ type: WhatIfVerdictSide })
  readonly was!: WhatIfVerdictSide;

  @ApiProperty({ type: WhatIfVerdictSide })
  readonly wouldBe!: WhatIfVerdictSide;
}

export class WhatIfFlips {
  @ApiProperty({ type: 'integer', description: 'All of them, listed or not.' })
  readonly total!: number;

  @ApiProperty({ type: [WhatIfFlip], description: 'Of what was registered or opened first.' })
  readonly items!: readonly WhatIfFlip[];
}

export class WhatIfAnswer {
  @ApiProperty({ description: 'What is compared, from when to when.' })
  readonly definition!: string;

  @ApiProperty({ enum: RUNS_JUDGED_AS, description: 'Which verdicts are compared.' })
  readonly as!: RunsJudgedAs;

  @ApiProperty({ type: WhatIfRange, description: 'When the cases were registered, and the subjects opened.' })
  readonly range!: WhatIfRange;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'Both sides are judged by what was known then.',
  })
  readonly asOf!: IsoInstant;

  @ApiProperty({ type: WhatIfPolicy })
  readonly judgedBy!: WhatIfPolicy;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(CASE_KINDS.map((kind) => [kind, { type: 'integer' }])),
    description: 'How many cases of each kind were registered in the range.',
    example: { complaint: 128 },
  })
  readonly cases!: Readonly<Record<string, number>>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many subjects of each kind were opened in the range.',
    example: { 'on-site': 12 },
  })
  readonly subjects!: Readonly<Record<string, number>>;

  @ApiProperty({ type: [WhatIfClock] })
  readonly clocks!: readonly WhatIfClock[];

  @ApiProperty({ type: [WhatIfGroup] })
  readonly groups!: readonly WhatIfGroup[];

  @ApiProperty({ type: WhatIfFlips })
  readonly flips!: WhatIfFlips;
}

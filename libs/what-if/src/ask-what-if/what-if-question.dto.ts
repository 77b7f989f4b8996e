import { RUNS_JUDGED_AS, type RunsJudgedAs } from '@redress/clocks';
import { CASE_KINDS, type CaseKind } from '@redress/complaints';
import { IsInstant, IsNested, IsOneOf, IsOpaqueId, IsText, IsWholeNumber } from '@redress/http';
import { WHAT_IF_GROUPINGS, type WhatIfGrouping } from '../retelling/tally';

const LONGEST_TEXT = 200_000;

/** A published version of a policy. */
export class PolicyVersionBody {
  @IsOpaqueId({ example: 'office-hours' })
  readonly name!: string;

  @IsWholeNumber({ min: 1, max: 1_000_000 })
  readonly version!: number;
}

/** What to judge, and by what. */
export class WhatIfQuestion {
  @IsInstant({
    description: 'Cases registered and subjects opened from this instant on …',
    example: '2026-03-01T00:00:00.000Z',
  })
  readonly from!: string;

  @IsInstant({ description: '… and before this one.', example: '2026-04-01T00:00:00.000Z' })
  readonly to!: string;

  @IsText(LONGEST_TEXT, {
    optional: true,
    description:
      'The policy to judge by, as YAML: it need not be published. Calendars that it names are those of `calendars`, else the newest published ones.',
  })
  readonly policyYaml?: string;

  @IsNested(() => PolicyVersionBody, {
    optional: true,
    description:
      'The published version to judge by, instead of a text. With none of the three, each is judged by the version that it fell under: the answer then differs from what is on record by the calendars alone.',
  })
  readonly policy?: PolicyVersionBody;

  @IsOpaqueId({ optional: true, description: 'The policy whose draft to judge by, instead.' })
  readonly draft?: string;

  @IsText(LONGEST_TEXT, {
    optional: true,
    many: { min: 1, max: 10 },
    description: 'Calendars as YAML; each stands in for every version of the calendar of its name.',
  })
  readonly calendars?: readonly string[];

  @IsOneOf(CASE_KINDS, {
    optional: true,
    many: { min: 1, max: CASE_KINDS.length },
    description:
      'Which kinds of case count; no subjects do then. Default: all cases and subjects; the answer says how many there are of which.',
  })
  readonly kind?: readonly CaseKind[];

  @IsOneOf(RUNS_JUDGED_AS, {
    optional: true,
    description:
      '`judged` (default): as judged then, and as it would have been judged then · `known`: both by all that is known now, facts that were told late among it.',
  })
  readonly as?: RunsJudgedAs;

  @IsInstant({
    optional: true,
    description:
      'By what was recorded by then; the same question with the same instant has the same answer. Default: now. An instant of the future is refused.',
  })
  readonly asOf?: string;
}

export class WhatIfBody extends WhatIfQuestion {
  @IsOneOf(WHAT_IF_GROUPINGS, {
    optional: true,
    many: { min: 0, max: WHAT_IF_GROUPINGS.length },
    description: 'What the clocks are counted by, beside the count of all. Default: team and priority.',
  })
  readonly groups?: readonly WhatIfGrouping[];

  @IsWholeNumber(
    { min: 0, max: 10_000 },
    {
      optional: true,
      default: 100,
      description:
        'How many clocks with another verdict are listed: those of what was registered or opened first. All are counted.',
    },
  )
  readonly flips?: number;
}

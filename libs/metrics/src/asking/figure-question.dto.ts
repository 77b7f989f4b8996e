import type { Type } from '@nestjs/common';
import { OmitType } from '@nestjs/swagger';
import {
  CASE_CHANNELS,
  CASE_KINDS,
  TIERS,
  type CaseChannel,
  type CaseKind,
  type Tier,
} from '@redress/complaints';
import { IsInstant, IsOneOf, IsOpaqueId, IsText, IsWholeNumber } from '@redress/http';
import { GROUPINGS } from './grouping';

/** What `from`, `to` and the grouping by time can go by. */
export const RANGE_INSTANTS = ['registered', 'happened'] as const;
export type RangeInstant = (typeof RANGE_INSTANTS)[number];

/** The filters that every question about figures takes. A filter with several values lets each of them through. */
export class FigureFilter {
  @IsOneOf([...CASE_KINDS, 'all'], {
    fromQuery: true,
    many: { min: 1, max: CASE_KINDS.length + 1 },
    example: ['complaint'],
    description:
      'Which kinds of case count, repeated for several. An enquiry is no complaint, so there is no default; `all` counts every kind. The answer says how many there are of which.',
  })
  readonly kind!: readonly (CaseKind | 'all')[];

  @IsOpaqueId({ optional: true, fromQuery: true, many: { min: 1, max: 50 } })
  readonly category?: readonly string[];

  @IsOneOf(CASE_CHANNELS, { optional: true, fromQuery: true, many: { min: 1, max: CASE_CHANNELS.length } })
  readonly channel?: readonly CaseChannel[];

  @IsOneOf(TIERS, { optional: true, fromQuery: true, many: { min: 1, max: TIERS.length } })
  readonly tier?: readonly Tier[];

  @IsWholeNumber({ min: 1, max: 5 }, { optional: true, fromQuery: true, many: { min: 1, max: 5 } })
  readonly priority?: readonly number[];

  @IsOpaqueId({ optional: true, fromQuery: true, many: { min: 1, max: 50 } })
  readonly team?: readonly string[];

  @IsOpaqueId({ optional: true, fromQuery: true, many: { min: 1, max: 50 } })
  readonly agent?: readonly string[];

  @IsOpaqueId({ optional: true, description: 'The name of the policy that judges.' })
  readonly policy?: string;

  @IsWholeNumber(
    { min: 1, max: 1_000_000 },
    { optional: true, fromQuery: true, description: 'The version of the policy.' },
  )
  readonly policyVersion?: number;

  @IsInstant({ optional: true, description: 'From this instant on. Default: from the first.' })
  readonly from?: string;

  @IsInstant({ optional: true, description: 'Before this instant. Default: to the last.' })
  readonly to?: string;
}

/** The filters where what is counted happens to a case in its cycles. */
export class CycleFilter extends FigureFilter {
  @IsWholeNumber(
    { min: 1, max: 1_000_000 },
    {
      optional: true,
      fromQuery: true,
      description: 'Only this cycle: 1 is the one before any reopening. Default: all.',
    },
  )
  readonly cycle?: number;

  @IsOneOf(RANGE_INSTANTS, {
    optional: true,
    description:
      'What `from`, `to` and the grouping by time go by: the registration of the case, or the instant at which what is counted happened. Default: registered.',
  })
  readonly on?: RangeInstant;
}

/** The filters where `from`, `to` and the grouping by time always go by the instant at which what is counted happened. */
export class HappenedFilter extends OmitType(CycleFilter, ['on']) {}

/** How figures are split that can be split by these. */
export function splitBy<By extends string>(
  groupings: readonly By[],
): Type<{ readonly by?: By; readonly zone?: string }> {
  class SplitByThese {
    @IsOneOf(groupings, {
      optional: true,
      description:
        'A figure for each of them. Hours, days and months are those of `zone`; those in which nothing happened are left out. Default: one figure over all.',
    })
    readonly by?: By;

    @IsText(64, {
      optional: true,
      example: 'Europe/London',
      description: 'IANA time zone of the hours, days and months. Default: UTC.',
    })
    readonly zone?: string;
  }
  return SplitByThese;
}

/** How the figures are split. */
export class Split extends splitBy(GROUPINGS) {}

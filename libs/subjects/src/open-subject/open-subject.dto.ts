import { CASE_CHANNELS, TIERS, TimedBody, type CaseChannel, type Tier } from '@redress/complaints';
import { IsFlag, IsMatching, IsOneOf, IsOpaqueId, IsWholeNumber } from '@redress/http';

/** How codes are written by which policies know kinds of subjects, and facts. */
export const CODE = /^[a-z][a-z0-9-]{0,58}$/;
export const CODE_FORM = 'a code: small letters, digits and -, the first a letter';

/** When, and why by code. */
export class SubjectCommandBody extends TimedBody {
  @IsOpaqueId({ optional: true, description: 'Why: a reason code. No personal data.' })
  readonly reason?: string;
}

export class OpenSubjectBody extends SubjectCommandBody {
  @IsMatching(CODE, CODE_FORM, {
    description: '`on-site`, `work-order`, or what else the policy sets targets for by its `kind`.',
    example: 'work-order',
  })
  readonly kind!: string;

  @IsOpaqueId({
    optional: true,
    description: 'The case that it belongs to: what is left out is taken from there.',
  })
  readonly complaintId?: string;

  @IsOpaqueId({ optional: true, description: 'Who owes it. Needed where no case is named.' })
  readonly team?: string;

  @IsOpaqueId({ optional: true, description: 'Needed where no case is named.' })
  readonly category?: string;

  @IsWholeNumber({ min: 1, max: 5 }, { optional: true, description: 'Without a case: 3.' })
  readonly priority?: number;

  @IsOneOf(TIERS, { optional: true, description: 'Without a case: standard.' })
  readonly tier?: Tier;

  @IsFlag({ optional: true, description: 'Without a case: false.' })
  readonly specialCare?: boolean;

  @IsOneOf(CASE_CHANNELS, { optional: true, description: 'Without a case: phone.' })
  readonly channel?: CaseChannel;
}

import { ApiProperty } from '@nestjs/swagger';
import { IsOneOf, IsOpaqueId, IsWholeNumber } from '@redress/http';
import type { Role } from '@redress/kernel';
import { MAX_MINOR } from '../domain/remedies';
import { LIMITS, REMEDY_KINDS, type Limit, type RemedyKind } from '../events';

/** The remedy that is thought of. */
export class NeededApprovalQuestion {
  @IsOneOf(REMEDY_KINDS)
  readonly kind!: RemedyKind;

  @IsWholeNumber(
    { min: 1, max: MAX_MINOR },
    {
      optional: true,
      fromQuery: true,
      description: 'What it costs, in the smallest unit: cents, fen. With `currency`.',
    },
  )
  readonly minor?: number;

  @IsOpaqueId({ optional: true, description: 'ISO 4217: three capital letters.', example: 'EUR' })
  readonly currency?: string;
}

/** What a proposal would lead to, as things stand. Whoever proposes meanwhile may change it. */
export class NeededApproval {
  @ApiProperty({
    type: 'string',
    enum: LIMITS,
    nullable: true,
    description: 'Which limit of yours it goes beyond; null: it would be approved at once.',
  })
  readonly exceeds!: Limit | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How much of that limit is left, in the smallest unit of the currency.',
  })
  readonly remaining!: number | null;

  @ApiProperty({ type: [String], description: 'The roles that would be asked to approve it.' })
  readonly approvers!: readonly Role[];
}

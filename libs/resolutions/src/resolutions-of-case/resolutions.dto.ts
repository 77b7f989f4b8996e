import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { toIso, type EpochMs, type Role } from '@redress/kernel';
import { RESOLUTION_STATES, type ResolutionState } from '../domain/state';
import { LIMITS, REMEDY_KINDS, type Limit, type Money, type Remedy, type RemedyKind } from '../events';
import type { ResolutionRow } from './resolution-row';

const instant = (description?: string) =>
  ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    ...(description === undefined ? {} : { description }),
  });
const who = (description?: string) =>
  ApiProperty({ type: 'string', nullable: true, ...(description === undefined ? {} : { description }) });

/** An amount of money. */
export class MoneyView implements Money {
  @ApiProperty({ type: 'integer', description: 'In the smallest unit: cents, fen.' })
  readonly minor!: number;

  @ApiProperty({ description: 'ISO 4217.', example: 'EUR' })
  readonly currency!: string;
}

/** One remedy of a resolution. */
export class RemedyView implements Remedy {
  @ApiProperty({ enum: REMEDY_KINDS })
  readonly kind!: RemedyKind;

  @ApiPropertyOptional({ type: MoneyView })
  readonly amount?: MoneyView;
}

/** A resolution as it stands. */
export class ResolutionView {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ enum: RESOLUTION_STATES })
  readonly state!: ResolutionState;

  @ApiProperty({ description: 'Whether it keeps another one from being proposed.' })
  readonly inForce!: boolean;

  @ApiProperty({ type: 'integer', description: 'The cycle of the case in which it was proposed.' })
  readonly cycle!: number;

  @ApiProperty({ type: [RemedyView] })
  readonly remedies!: readonly RemedyView[];

  @ApiProperty({ type: MoneyView, nullable: true, description: 'What the remedies cost together.' })
  readonly cost!: MoneyView | null;

  @ApiProperty({ description: 'What made it necessary: a code.' })
  readonly cause!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Null where there are none, or they were erased.',
  })
  readonly details!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly proposedAt!: string;

  @ApiProperty()
  readonly proposedBy!: string;

  @ApiProperty({
    type: 'string',
    enum: LIMITS,
    nullable: true,
    description: 'Which limit of the proposer it goes beyond; null where approval was not asked for.',
  })
  readonly exceeds!: Limit | null;

  @ApiProperty({ type: [String], description: 'The roles that were asked to approve it.' })
  readonly approvers!: readonly Role[];

  @instant()
  readonly approvedAt!: string | null;

  @who()
  readonly approvedBy!: string | null;

  @who('In which role it was approved.')
  readonly approvedRole!: Role | null;

  @instant()
  readonly declinedAt!: string | null;

  @who()
  readonly declinedBy!: string | null;

  @instant('When the customer was told.')
  readonly offeredAt!: string | null;

  @who()
  readonly offeredBy!: string | null;

  @instant('When the customer accepted it.')
  readonly acceptedAt!: string | null;

  @who('Who recorded that.')
  readonly acceptedBy!: string | null;

  @instant('When the customer refused it.')
  readonly refusedAt!: string | null;

  @instant()
  readonly withdrawnAt!: string | null;

  @who()
  readonly withdrawnBy!: string | null;

  @instant('When it is promised to be in effect.')
  readonly fulfilBy!: string | null;

  @ApiProperty({ type: 'integer', description: 'How often another instant was promised.' })
  readonly reschedulings!: number;

  @instant()
  readonly fulfilledAt!: string | null;

  @who()
  readonly fulfilledBy!: string | null;

  @who('Of the payment or delivery, in an outside system.')
  readonly reference!: string | null;

  @instant()
  readonly reversedAt!: string | null;

  @who()
  readonly reversedBy!: string | null;

  @who('Why it was declined, refused, withdrawn or reversed: a reason code.')
  readonly reason!: string | null;
}

/** What the customer asks for, and what was and is done about it. Sought, offered and accepted are three facts. */
export class CaseResolutionsView {
  @ApiProperty()
  readonly complaintId!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the customer wants. Null where they did not say, or it was erased.',
  })
  readonly remedySought!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The id of the resolution that was last offered.',
  })
  readonly lastOffered!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The id of the resolution that was last accepted.',
  })
  readonly lastAccepted!: string | null;

  @ApiProperty({ type: [ResolutionView], description: 'In the order in which they were proposed.' })
  readonly resolutions!: readonly ResolutionView[];
}

const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

/** @param details as text */
export const resolutionViewOf = (row: ResolutionRow, details: string | null): ResolutionView => ({
  id: row.resolution_id,
  state: row.state,
  inForce: row.in_force,
  cycle: row.cycle,
  remedies: row.remedies,
  cost:
    row.cost_minor === null || row.currency === null
      ? null
      : { minor: row.cost_minor, currency: row.currency },
  cause: row.cause,
  details,
  proposedAt: toIso(row.proposed_at),
  proposedBy: row.proposed_by,
  exceeds: row.exceeds,
  approvers: row.approvers,
  approvedAt: isoOrNull(row.approved_at),
  approvedBy: row.approved_by,
  approvedRole: row.approved_role,
  declinedAt: isoOrNull(row.declined_at),
  declinedBy: row.declined_by,
  offeredAt: isoOrNull(row.offered_at),
  offeredBy: row.offered_by,
  acceptedAt: isoOrNull(row.accepted_at),
  acceptedBy: row.accepted_by,
  refusedAt: isoOrNull(row.refused_at),
  withdrawnAt: isoOrNull(row.withdrawn_at),
  withdrawnBy: row.withdrawn_by,
  fulfilBy: isoOrNull(row.fulfil_by),
  reschedulings: row.reschedulings,
  fulfilledAt: isoOrNull(row.fulfilled_at),
  fulfilledBy: row.fulfilled_by,
  reference: row.reference,
  reversedAt: isoOrNull(row.reversed_at),
  reversedBy: row.reversed_by,
  reason: row.reason,
});

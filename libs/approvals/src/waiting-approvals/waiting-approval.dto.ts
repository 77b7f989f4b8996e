import { ApiProperty } from '@nestjs/swagger';
import { EXTENDABLE_CLOCKS, type ExtendableClock } from '@redress/complaints';
import { IsOneOf, IsOpaqueId, PastPageQuery } from '@redress/http';
import { toIso } from '@redress/kernel';
import { LIMITS, REMEDY_KINDS, type Limit, type Money, type RemedyKind } from '@redress/resolutions';
import { APPROVAL_KINDS, type ApprovalKind, type ApprovalRow } from './approval-row';

/** Which of the requests that wait for you to list; all that is named must hold. */
export class WaitingApprovalsQuestion extends PastPageQuery {
  @IsOneOf(APPROVAL_KINDS, { optional: true, fromQuery: true, many: { min: 1, max: APPROVAL_KINDS.length } })
  readonly kind?: readonly ApprovalKind[];

  @IsOpaqueId({ optional: true })
  readonly team?: string;

  @IsOpaqueId({ optional: true, description: 'The case.' })
  readonly complaintId?: string;
}

/** What a remedy would cost. */
export class ApprovalAmount {
  @ApiProperty({ type: 'integer', description: 'In the smallest unit of the currency.' })
  readonly minor!: number;

  @ApiProperty({ description: 'ISO 4217.', example: 'EUR' })
  readonly currency!: string;
}

/** Something that waits for your decision. */
export class WaitingApproval {
  @ApiProperty({
    enum: APPROVAL_KINDS,
    description:
      '`remedy`: beyond the authority of whoever proposed it. `extension`: more time for a clock. `appeal`: the customer contests the decision. `wait`: that the case waits, for `reason`, and its clocks stand still.',
  })
  readonly kind!: ApprovalKind;

  @ApiProperty({ description: 'The case.' })
  readonly complaintId!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Its number in an outside system.' })
  readonly reference!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Of a remedy.' })
  readonly resolutionId!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Of an extension, appeal or wait: the n-th of the case.',
  })
  readonly number!: number | null;

  @ApiProperty({ description: 'Who asked for it; of an appeal, who put it on record.' })
  readonly requestedBy!: string;

  @ApiProperty({ format: 'date-time' })
  readonly requestedAt!: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'By when it is to be decided. Null where the policy sets no target, or its clock stands still.',
  })
  readonly dueAt!: string | null;

  @ApiProperty({ description: 'Whether that has passed.' })
  readonly breached!: boolean;

  @ApiProperty({ type: 'string', nullable: true, description: 'A reason code.' })
  readonly reason!: string | null;

  @ApiProperty({
    type: ApprovalAmount,
    nullable: true,
    description: 'Of a remedy: all that it costs; null where it costs no money.',
  })
  readonly amount!: Money | null;

  @ApiProperty({ type: 'string', enum: REMEDY_KINDS, isArray: true, description: 'Of a remedy; else empty.' })
  readonly remedies!: readonly RemedyKind[];

  @ApiProperty({
    type: 'string',
    enum: LIMITS,
    nullable: true,
    description: 'Of a remedy: which limit of its proposer it goes beyond.',
  })
  readonly exceeds!: Limit | null;

  @ApiProperty({ type: 'string', enum: EXTENDABLE_CLOCKS, nullable: true, description: 'Of an extension.' })
  readonly clock!: ExtendableClock | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'PT120H',
    description: 'Of an extension: how long the clock is to run, from its start.',
  })
  readonly within!: string | null;

  @ApiProperty({ description: 'Where the case stands.' })
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null in the pool of the team.' })
  readonly agent!: string | null;
}

/** A row of `approval_requests` with what the runner adds. */
export type StoredApproval = ApprovalRow & { readonly partition_key: string };

export const waitingApprovalOf = (row: StoredApproval): WaitingApproval => ({
  kind: row.kind,
  complaintId: row.partition_key,
  reference: row.reference,
  resolutionId: row.kind === 'remedy' ? row.request_id : null,
  number: row.kind === 'remedy' ? null : Number(row.request_id),
  requestedBy: row.requested_by,
  requestedAt: toIso(row.requested_at),
  dueAt: row.due_at === null ? null : toIso(row.due_at),
  breached: row.breached,
  reason: row.reason,
  amount:
    row.amount_minor === null || row.currency === null
      ? null
      : { minor: row.amount_minor, currency: row.currency },
  remedies: row.remedies ?? [],
  exceeds: row.exceeds,
  clock: row.clock,
  within: row.within,
  team: row.team,
  agent: row.agent,
});

import { ApiProperty } from '@nestjs/swagger';
import { toIso } from '@redress/kernel';
import { PHASES, type Phase } from '../domain/phases';
import {
  CASE_CHANNELS,
  CASE_KINDS,
  TIERS,
  WAIT_REASONS,
  type CaseChannel,
  type CaseKind,
  type Tier,
  type WaitReason,
} from '../events';
import type { CaseRow } from './case-row';
import { CaseSideRoads, count, instant, isoOrNull, sideRoadsOf } from './case-side-roads.dto';

/** The rule by which the clocks of a case are judged. */
export class CasePolicy {
  @ApiProperty({ example: 'round-the-clock' })
  readonly name!: string;

  @ApiProperty({ type: 'integer' })
  readonly version!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Counts from 1; null where no rule matched.' })
  readonly rule!: number | null;
}

/** A case as it stands. Holds no personal data. */
export class CaseSummary extends CaseSideRoads {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Its number in an outside system.' })
  readonly reference!: string | null;

  @ApiProperty({ enum: PHASES })
  readonly phase!: Phase;

  @ApiProperty({ enum: CASE_KINDS })
  readonly kind!: CaseKind;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty({ enum: CASE_CHANNELS })
  readonly channel!: CaseChannel;

  @ApiProperty({ type: 'integer', description: '1 is the most urgent, 5 the least.' })
  readonly priority!: number;

  @ApiProperty({ enum: TIERS })
  readonly tier!: Tier;

  @ApiProperty()
  readonly specialCare!: boolean;

  @ApiProperty({ description: 'Opaque.' })
  readonly customerId!: string;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null in the pool of the team.' })
  readonly agent!: string | null;

  @ApiProperty({ description: 'Whether the agent has taken it up.' })
  readonly claimed!: boolean;

  @ApiProperty({ type: 'string', enum: WAIT_REASONS, nullable: true, description: 'What it waits for.' })
  readonly waitsFor!: WaitReason | null;

  @ApiProperty({ type: 'integer', description: 'From 1; each reopening begins another.' })
  readonly cycle!: number;

  @ApiProperty({ type: CasePolicy })
  readonly policy!: CasePolicy;

  @ApiProperty({ type: 'integer', description: 'The ETag, for the If-Match of a command.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly registeredAt!: string;

  @instant()
  readonly acceptedAt!: string | null;

  @instant()
  readonly acknowledgedAt!: string | null;

  @instant('The first response of the case.')
  readonly firstRespondedAt!: string | null;

  @instant('Since when it waits.')
  readonly waitingSince!: string | null;

  @instant('The first resolution of the case.')
  readonly firstResolvedAt!: string | null;

  @instant('The resolution that holds now.')
  readonly resolvedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The agent who resolved it, where known.' })
  readonly resolvedBy!: string | null;

  @instant()
  readonly closedAt!: string | null;

  @instant()
  readonly refusedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'A reason code.' })
  readonly refusalReason!: string | null;

  @instant('The last reopening.')
  readonly reopenedAt!: string | null;

  @ApiProperty({ format: 'date-time', description: 'When the last fact of the case occurred.' })
  readonly changedAt!: string;

  @count('How often it was handed on.')
  readonly transfers!: number;

  @count('How often it was given back to a pool.')
  readonly returns!: number;

  @count('How often the customer got an answer of substance.')
  readonly responses!: number;

  @count('Notes on the case, those that came with a command included.')
  readonly notes!: number;

  @count('How often it began to wait.')
  readonly waits!: number;

  @count('How often it was resolved.')
  readonly resolutions!: number;

  @count('How often it was reopened.')
  readonly reopenings!: number;
}

/** A row of `cases` with what the runner adds. */
export type StoredCase = CaseRow & { readonly partition_key: string };

export const caseSummaryOf = (row: StoredCase): CaseSummary => ({
  id: row.partition_key,
  reference: row.reference,
  phase: row.phase,
  kind: row.kind,
  category: row.category,
  channel: row.channel,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  customerId: row.customer_id,
  team: row.team,
  agent: row.agent,
  claimed: row.claimed,
  waitsFor: row.waits_for,
  cycle: row.cycle,
  policy: { name: row.policy_name, version: row.policy_version, rule: row.policy_rule },
  revision: row.revision,
  registeredAt: toIso(row.registered_at),
  acceptedAt: isoOrNull(row.accepted_at),
  acknowledgedAt: isoOrNull(row.acknowledged_at),
  firstRespondedAt: isoOrNull(row.first_responded_at),
  waitingSince: isoOrNull(row.waiting_since),
  firstResolvedAt: isoOrNull(row.first_resolved_at),
  resolvedAt: isoOrNull(row.resolved_at),
  resolvedBy: row.resolved_by,
  closedAt: isoOrNull(row.closed_at),
  refusedAt: isoOrNull(row.refused_at),
  refusalReason: row.refusal_reason,
  reopenedAt: isoOrNull(row.reopened_at),
  changedAt: toIso(row.changed_at),
  transfers: row.transfers,
  returns: row.returns,
  responses: row.responses,
  notes: row.notes,
  waits: row.waits,
  resolutions: row.resolutions,
  reopenings: row.reopenings,
  ...sideRoadsOf(row),
});

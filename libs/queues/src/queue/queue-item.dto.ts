import { ApiProperty } from '@nestjs/swagger';
import {
  CASE_KINDS,
  TIERS,
  WAIT_REASONS,
  type CaseKind,
  type Tier,
  type WaitReason,
} from '@redress/complaints';
import { toIso } from '@redress/kernel';
import { CLOCK_NAMES, type ClockName } from '@redress/sla';
import type { QueueEntry } from './queue-entry';

/** The queue that an action stands in. */
export class QueueRef {
  @ApiProperty({
    enum: ['agent', 'team'],
    description: '`agent`: the own one of an agent. `team`: the pool of a team.',
  })
  readonly kind!: 'agent' | 'team';

  @ApiProperty({ description: 'The id of the agent or the team.' })
  readonly name!: string;
}

/** An open action in its queue. */
export class QueueItem {
  @ApiProperty({ description: 'The case.' })
  readonly complaintId!: string;

  @ApiProperty({ type: QueueRef })
  readonly queue!: QueueRef;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({ enum: CASE_KINDS })
  readonly kind!: CaseKind;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty({ type: 'integer', description: '1 is the most urgent, 5 the least.' })
  readonly priority!: number;

  @ApiProperty({ enum: TIERS })
  readonly tier!: Tier;

  @ApiProperty()
  readonly specialCare!: boolean;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null in the pool of the team.' })
  readonly agent!: string | null;

  @ApiProperty({ description: 'Whether the agent has taken it up.' })
  readonly claimed!: boolean;

  @ApiProperty({ enum: ['open', 'waiting'] })
  readonly phase!: QueueEntry['phase'];

  @ApiProperty({
    type: 'string',
    enum: WAIT_REASONS,
    nullable: true,
    description: 'What the case waits for.',
  })
  readonly waitsFor!: WaitReason | null;

  @ApiProperty({
    type: 'string',
    enum: CLOCK_NAMES,
    nullable: true,
    description: 'The running clock that is due first.',
  })
  readonly nextClock!: ClockName | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'When that one is due.' })
  readonly nextDueAt!: string | null;

  @ApiProperty({ description: 'Whether a clock stands still.' })
  readonly paused!: boolean;

  @ApiProperty({ enum: CLOCK_NAMES, isArray: true, description: 'The clocks that were missed and go on.' })
  readonly breached!: readonly ClockName[];

  @ApiProperty({ format: 'date-time' })
  readonly registeredAt!: string;

  @ApiProperty({ type: 'integer', description: 'How often it was handed on.' })
  readonly transfers!: number;

  @ApiProperty({ type: 'integer', description: 'How often it was given back to a pool.' })
  readonly returns!: number;
}

/** A row of `queue_entries` that stands in a queue, with what the runner adds. */
export type QueuedEntry = QueueEntry & {
  readonly partition_key: string;
  readonly queue_kind: 'agent' | 'team';
  readonly queue_name: string;
};

export const queueItemOf = (row: QueuedEntry): QueueItem => ({
  complaintId: row.partition_key,
  queue: { kind: row.queue_kind, name: row.queue_name },
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  team: row.team,
  agent: row.agent,
  claimed: row.claimed,
  phase: row.phase,
  waitsFor: row.waits_for,
  nextClock: row.next_clock,
  nextDueAt: row.next_due_at === null ? null : toIso(row.next_due_at),
  paused: row.paused,
  breached: row.breached,
  registeredAt: toIso(row.registered_at),
  transfers: row.transfers,
  returns: row.returns,
});

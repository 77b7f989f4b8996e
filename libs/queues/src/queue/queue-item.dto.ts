import { ApiProperty } from '@nestjs/swagger';
import { CALLBACK_PURPOSES, type CallbackPurpose } from '@redress/callbacks';
import {
  CASE_KINDS,
  SEVERITIES,
  TIERS,
  WAIT_REASONS,
  type CaseKind,
  type Severity,
  type Tier,
  type WaitReason,
} from '@redress/complaints';
import { toIso, type EpochMs } from '@redress/kernel';
import { CLOCK_NAME, type ClockName } from '@redress/sla';
import { QUEUE_ITEMS, type QueueEntry, type QueueItemKind } from './queue-entry';

/** What a call that no case asked for does not have. */
const NO_CASE = 'Null for a call that no case asked for.';

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

/** An open action in its queue: a case, or a callback that is owed. A callback says of its case what makes it urgent. */
export class QueueItem {
  @ApiProperty({ enum: QUEUE_ITEMS })
  readonly item!: QueueItemKind;

  @ApiProperty({ type: 'string', nullable: true, description: `The case. ${NO_CASE}` })
  readonly complaintId!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'The callback; null where it is a case.' })
  readonly callbackId!: string | null;

  @ApiProperty({
    type: 'string',
    enum: CALLBACK_PURPOSES,
    nullable: true,
    description: 'What the callback is for; null where it is a case.',
  })
  readonly purpose!: CallbackPurpose | null;

  @ApiProperty({ type: QueueRef })
  readonly queue!: QueueRef;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The number of the case in an outside system.',
  })
  readonly reference!: string | null;

  @ApiProperty({ type: 'string', enum: CASE_KINDS, nullable: true, description: NO_CASE })
  readonly kind!: CaseKind | null;

  @ApiProperty({ type: 'string', nullable: true, description: NO_CASE })
  readonly category!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: `1 is the most urgent, 5 the least. ${NO_CASE}`,
  })
  readonly priority!: number | null;

  @ApiProperty({ type: 'string', enum: TIERS, nullable: true, description: NO_CASE })
  readonly tier!: Tier | null;

  @ApiProperty()
  readonly specialCare!: boolean;

  @ApiProperty({ type: 'integer', description: 'How often the customer asked again.' })
  readonly chases!: number;

  @ApiProperty({ description: 'Whether a supervision order on the case is open.' })
  readonly supervised!: boolean;

  @ApiProperty({ enum: SEVERITIES })
  readonly severity!: Severity;

  @ApiProperty({ type: 'integer', description: 'How far the case was passed up; 0: not at all.' })
  readonly escalationLevel!: number;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null in the pool of the team.' })
  readonly agent!: string | null;

  @ApiProperty({ description: 'Whether the agent has taken it up.' })
  readonly claimed!: boolean;

  @ApiProperty({
    type: 'string',
    enum: ['open', 'waiting', 'resolved', 'closed', 'ended'],
    nullable: true,
    description: `Of the case: one that is over stands in a queue while something is still owed on it. ${NO_CASE}`,
  })
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
    pattern: CLOCK_NAME.source,
    nullable: true,
    description: 'The running clock that is due first.',
  })
  readonly nextClock!: ClockName | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When that one is due; of a callback, the end of its window.',
  })
  readonly nextDueAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description:
      'Of a callback: from when on it may be made, by its window and by what the contact policy said of the last attempt.',
  })
  readonly opensAt!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Of a callback: who is calling, or has reached the customer and is to complete it.',
  })
  readonly caller!: string | null;

  @ApiProperty({
    description: 'Of a callback: whether the contact policy allows no attempt any more, at whatever time.',
  })
  readonly held!: boolean;

  @ApiProperty({ description: 'Whether a clock stands still.' })
  readonly paused!: boolean;

  @ApiProperty({
    description:
      'Whether a clock runs that is due beyond what its calendar vouches for: no due instant can be told.',
  })
  readonly beyondCalendar!: boolean;

  @ApiProperty({
    type: 'string',
    pattern: CLOCK_NAME.source,
    isArray: true,
    description: 'The clocks that were missed and go on.',
  })
  readonly breached!: readonly ClockName[];

  @ApiProperty({
    format: 'date-time',
    description: 'When the case was registered, or the callback scheduled.',
  })
  readonly registeredAt!: string;

  @ApiProperty({ type: 'integer', description: 'How often it was handed on.' })
  readonly transfers!: number;

  @ApiProperty({ type: 'integer', description: 'How often it was given back to a pool.' })
  readonly returns!: number;
}

/** A row of `queue_entries` that stands in a queue. */
export type QueuedEntry = QueueEntry & {
  readonly queue_kind: 'agent' | 'team';
  readonly queue_name: string;
};

const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

export const queueItemOf = (row: QueuedEntry): QueueItem => ({
  item: row.item,
  complaintId: row.complaint_id,
  callbackId: row.callback_id,
  purpose: row.purpose,
  queue: { kind: row.queue_kind, name: row.queue_name },
  reference: row.reference,
  kind: row.kind,
  category: row.category,
  priority: row.priority,
  tier: row.tier,
  specialCare: row.special_care,
  chases: row.chases,
  supervised: row.supervised,
  severity: row.severity,
  escalationLevel: row.escalation_level,
  team: row.team,
  agent: row.agent,
  claimed: row.claimed,
  phase: row.phase,
  waitsFor: row.waits_for,
  nextClock: row.next_clock,
  nextDueAt: isoOrNull(row.next_due_at),
  opensAt: isoOrNull(row.opens_at),
  caller: row.caller,
  held: row.held,
  paused: row.paused,
  beyondCalendar: row.beyond_calendar,
  breached: row.breached,
  registeredAt: toIso(row.registered_at),
  transfers: row.transfers,
  returns: row.returns,
});

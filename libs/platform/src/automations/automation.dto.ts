import { ApiProperty } from '@nestjs/swagger';
import type { AutomationStatus as Status } from '@redress/automation';
import { toIso } from '@redress/kernel';

/** An event as an automation met it. */
class AutomationEvent {
  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ example: 'ComplaintResolved' })
  readonly type!: string;

  @ApiProperty({ description: 'Its place in the log; opaque, and comparable as text.' })
  readonly position!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was noted.' })
  readonly at!: string;
}

/** An event that could not be reacted to, or that waits behind such a one of its case. */
class ParkedEvent extends AutomationEvent {
  @ApiProperty({ type: 'string', nullable: true, description: 'Null: it waits behind an earlier one.' })
  readonly reason!: string | null;
}

/** An event whose command was refused. */
class RefusedCommand extends AutomationEvent {
  @ApiProperty({ description: 'The problem code of the refusal.', example: 'illegal-step' })
  readonly code!: string;
}

/** An automation as it stands. */
export class AutomationState {
  @ApiProperty({ example: 'follow-up-when-resolved' })
  readonly name!: string;

  @ApiProperty({ format: 'date-time', description: 'It reacts to what is recorded from this instant on.' })
  readonly startedAt!: string;

  @ApiProperty({ description: 'It has not handled all that there is for ten seconds or more.' })
  readonly behind!: boolean;

  @ApiProperty({ type: 'integer' })
  readonly parkedCount!: number;

  @ApiProperty({ type: [ParkedEvent], description: 'The newest of them.' })
  readonly parked!: readonly ParkedEvent[];

  @ApiProperty({ type: 'integer' })
  readonly refusedCount!: number;

  @ApiProperty({ type: [RefusedCommand], description: 'The newest of them.' })
  readonly refused!: readonly RefusedCommand[];
}

export const automationStateOf = (status: Status): AutomationState => ({
  name: status.name,
  startedAt: toIso(status.startedAt),
  behind: status.isBehind,
  parkedCount: status.parkedCount,
  parked: status.parked.map(({ at, reason, ...event }) => ({
    ...event,
    reason: reason ?? null,
    at: toIso(at),
  })),
  refusedCount: status.refusedCount,
  refused: status.refused.map(({ at, ...command }) => ({ ...command, at: toIso(at) })),
});

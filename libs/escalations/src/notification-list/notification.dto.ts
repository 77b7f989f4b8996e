import { ApiProperty } from '@nestjs/swagger';
import { CommandOutcomeSchema, IsInstant, IsMatching, IsOneOf, IsText, PageQuery } from '@redress/http';
import { toIso } from '@redress/kernel';
import { NOTIFICATION_STATES, type Notification, type NotificationState } from '@redress/notifications';

const DESTINATION = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Which notifications. */
export class NotificationListQuestion extends PageQuery {
  @IsOneOf(NOTIFICATION_STATES, { optional: true })
  readonly state?: NotificationState;

  @IsText(63, { optional: true, description: 'Its name in the document of notifications.' })
  readonly destination?: string;
}

/** What one event had to say to one destination. */
export class OutsideNotification {
  @ApiProperty({ description: 'The idempotency key that it is sent with, each time.' })
  readonly id!: string;

  @ApiProperty({ example: 'duty-system' })
  readonly destination!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'The agent whom it is for.' })
  readonly recipient!: string | null;

  @ApiProperty()
  readonly eventId!: string;

  @ApiProperty({ example: 'EscalationRaised' })
  readonly type!: string;

  @ApiProperty({ format: 'date-time', description: 'When the event was recorded.' })
  readonly recordedAt!: string;

  @ApiProperty({
    enum: NOTIFICATION_STATES,
    enumName: 'NotificationState',
    description: 'failed: it was given up. It goes on where that is ordered.',
  })
  readonly state!: NotificationState;

  @ApiProperty({ type: 'integer', description: 'How often it was sent; its revision.' })
  readonly attempts!: number;

  @ApiProperty({ type: 'string', nullable: true, example: 'http-503', description: 'Of the last failure.' })
  readonly lastErrorCode!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Not before; null: not at all.',
  })
  readonly nextAttemptAt!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Delivered, or given up.',
  })
  readonly settledAt!: string | null;
}

export const outsideNotificationOf = (one: Notification): OutsideNotification => ({
  ...{ id: one.id, destination: one.destination, recipient: one.recipient ?? null },
  ...{ eventId: one.event.id, type: one.event.type, recordedAt: toIso(one.event.recordedAt) },
  ...{ state: one.state, attempts: one.attempts, lastErrorCode: one.lastError ?? null },
  nextAttemptAt: one.nextAt === undefined ? null : toIso(one.nextAt),
  settledAt: one.settledAt === undefined ? null : toIso(one.settledAt),
});

/** What is to be sent again. */
export class ReplayNotificationsBody {
  @IsMatching(DESTINATION, 'the name of a destination', {
    description: 'Its name in the document of notifications.',
    example: 'duty-system',
  })
  readonly destination!: string;

  @IsInstant({ description: 'Events recorded at this instant or later.' })
  readonly from!: string;

  @IsInstant({ description: 'Events recorded before this instant.' })
  readonly to!: string;
}

/** The outcome of a replay. */
export class ReplayOutcome extends CommandOutcomeSchema {
  @ApiProperty({ type: 'integer', description: 'How many notifications are sent again.' })
  readonly entries!: number;
}

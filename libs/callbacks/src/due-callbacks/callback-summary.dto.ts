import { ApiProperty } from '@nestjs/swagger';
import { toIso, type EpochMs } from '@redress/kernel';
import {
  ATTEMPT_OUTCOMES,
  CALLBACK_CHANNELS,
  CALLBACK_PURPOSES,
  SUPPRESSION_RULES,
  type AttemptOutcome,
  type CallbackChannel,
  type CallbackPurpose,
  type SuppressionRule,
} from '../events';
import { CALLBACK_STATES, type CallbackRow, type ShownState } from './callback-row';

const instant = (description: string) =>
  ApiProperty({ type: 'string', format: 'date-time', nullable: true, description });

/** From when until when the customer is to be reached. */
export class CallbackWindow {
  @ApiProperty({ format: 'date-time' })
  readonly from!: string;

  @ApiProperty({ format: 'date-time' })
  readonly to!: string;
}

/** A rule of the contact policy held an attempt back. */
export class CallbackSuppression {
  @ApiProperty({ enum: SUPPRESSION_RULES })
  readonly rule!: SuppressionRule;

  @instant('From when on an attempt is allowed. Null: no time would do.')
  readonly nextAllowedAt!: string | null;
}

/** A callback as it stands. Holds no personal data. */
export class CallbackSummary {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The case. Null: a call that no case asked for.',
  })
  readonly complaintId!: string | null;

  @ApiProperty({ description: 'Opaque.' })
  readonly customerId!: string;

  @ApiProperty({ enum: CALLBACK_PURPOSES })
  readonly purpose!: CallbackPurpose;

  @ApiProperty({
    enum: CALLBACK_STATES,
    description:
      '`scheduled`: owed. `attempting`: an agent is calling. `reached`: what was said is still to be put down. `completed`, `cancelled`, `unreachable`: over.',
  })
  readonly state!: ShownState;

  @ApiProperty()
  readonly team!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null: any agent of the team may take it.' })
  readonly owner!: string | null;

  @ApiProperty({ description: 'Whether the owner has taken it up.' })
  readonly claimed!: boolean;

  @ApiProperty({ type: CallbackWindow })
  readonly window!: CallbackWindow;

  @ApiProperty({ type: 'integer', description: 'The n-th window that was agreed, from 1.' })
  readonly windowNumber!: number;

  @ApiProperty({
    type: CallbackWindow,
    nullable: true,
    description: 'The window that was asked for, where the contact policy moved it out of the quiet hours.',
  })
  readonly askedWindow!: CallbackWindow | null;

  @instant('When the present window passed without the customer having been reached.')
  readonly missedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'How many windows have passed like that, the present one included.',
  })
  readonly windowsMissed!: number;

  @ApiProperty({ type: 'integer', description: 'Over all windows.' })
  readonly attemptCount!: number;

  @ApiProperty({
    type: 'string',
    enum: ATTEMPT_OUTCOMES,
    nullable: true,
    description: 'Of the last attempt that ended.',
  })
  readonly lastOutcome!: AttemptOutcome | null;

  @ApiProperty({
    type: CallbackSuppression,
    nullable: true,
    description: 'Why the attempt that was asked for last was held back, where it was.',
  })
  readonly suppressed!: CallbackSuppression | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The cycle of the case that a follow-up asks after.',
  })
  readonly cycle!: number | null;

  @ApiProperty({ enum: CALLBACK_CHANNELS })
  readonly channel!: CallbackChannel;

  @ApiProperty({ description: 'IANA: where the customer is.', example: 'Asia/Shanghai' })
  readonly timeZone!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'BCP 47.', example: 'zh-Hans-CN' })
  readonly language!: string | null;

  @ApiProperty({ type: 'integer', description: 'The ETag, for the If-Match of a command.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly scheduledAt!: string;

  @instant('When the customer was reached in the present window, or after it.')
  readonly reachedAt!: string | null;

  @instant('When it was completed or cancelled, or the last attempt had been made.')
  readonly endedAt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'A reason code.' })
  readonly cancelledBecause!: string | null;
}

export const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : toIso(at));

export const callbackSummaryOf = (row: CallbackRow): CallbackSummary => ({
  id: row.callback_id,
  complaintId: row.complaint_id,
  customerId: row.customer_id,
  purpose: row.purpose,
  state: row.state,
  team: row.team,
  owner: row.owner,
  claimed: row.claimed,
  window: { from: toIso(row.window_from), to: toIso(row.window_to) },
  windowNumber: row.window_number,
  askedWindow:
    row.asked_from === null || row.asked_to === null
      ? null
      : { from: toIso(row.asked_from), to: toIso(row.asked_to) },
  missedAt: isoOrNull(row.missed_at),
  windowsMissed: row.windows_missed,
  attemptCount: row.attempts.length,
  lastOutcome: row.last_outcome,
  suppressed:
    row.suppressed_by === null
      ? null
      : { rule: row.suppressed_by, nextAllowedAt: isoOrNull(row.next_allowed_at) },
  cycle: row.cycle,
  channel: row.channel,
  timeZone: row.time_zone,
  language: row.language,
  revision: row.revision,
  scheduledAt: toIso(row.scheduled_at),
  reachedAt: isoOrNull(row.reached_at),
  endedAt: isoOrNull(row.ended_at),
  cancelledBecause: row.cancelled_because,
});

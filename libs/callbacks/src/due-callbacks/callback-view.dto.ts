import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { toIso } from '@redress/kernel';
import {
  ATTEMPT_OUTCOMES,
  SERVQUAL_DIMENSIONS,
  type AttemptOutcome,
  type ServqualDimension,
} from '../events';
import type { CallbackAttempt as AttemptOnRecord } from './callback-row';
import { CallbackSummary, isoOrNull } from './callback-summary.dto';

/** Whom to call, as far as it is known. */
export class CalledCustomer {
  @ApiProperty({ description: 'Opaque.' })
  readonly id!: string;

  @ApiProperty({ description: 'Whether all that was known of them was erased.' })
  readonly erased!: boolean;

  @ApiProperty({ type: 'string', nullable: true })
  readonly name!: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description:
      'What to call, or to write to, on the channel of the callback. Null where nothing is known, and for `chat`.',
  })
  readonly number!: string | null;
}

/** An attempt to reach the customer. */
export class CallbackAttempt {
  @ApiProperty({ type: 'integer', description: 'From 1, over all windows.' })
  readonly number!: number;

  @ApiProperty()
  readonly agent!: string;

  @ApiProperty({ type: 'integer', description: 'The window in which it was made, or after which.' })
  readonly windowNumber!: number;

  @ApiProperty({ format: 'date-time' })
  readonly startedAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  readonly endedAt!: string | null;

  @ApiProperty({ type: 'string', enum: ATTEMPT_OUTCOMES, nullable: true })
  readonly outcome!: AttemptOutcome | null;
}

/** One item of SERVQUAL, as given: 1 to 7. */
export class AnsweredItem {
  @ApiProperty()
  readonly item!: string;

  @ApiProperty({ enum: SERVQUAL_DIMENSIONS })
  readonly dimension!: ServqualDimension;

  @ApiPropertyOptional({ type: 'integer' })
  readonly expected?: number;

  @ApiProperty({ type: 'integer' })
  readonly perceived!: number;
}

/** What the customer answered. */
export class CallbackAnswers {
  @ApiProperty({ type: 'boolean', nullable: true })
  readonly satisfied!: boolean | null;

  @ApiProperty({ type: 'integer', nullable: true, description: '1 (very bad) to 5 (very good).' })
  readonly csat!: number | null;

  @ApiProperty({ type: [AnsweredItem] })
  readonly servqual!: readonly AnsweredItem[];

  @ApiProperty({ type: 'string', nullable: true, description: 'Null where there is none, or it was erased.' })
  readonly comment!: string | null;
}

/** A callback as it stands, with whom to call. */
export class CallbackView extends CallbackSummary {
  @ApiProperty({ type: CalledCustomer })
  readonly customer!: CalledCustomer;

  @ApiProperty({ type: [CallbackAttempt], description: 'In their order.' })
  readonly attempts!: readonly CallbackAttempt[];

  @ApiProperty({ type: CallbackAnswers, nullable: true, description: 'Null before it is completed.' })
  readonly answers!: CallbackAnswers | null;
}

export const attemptOf = ({ startedAt, endedAt, ...attempt }: AttemptOnRecord): CallbackAttempt => ({
  ...attempt,
  startedAt: toIso(startedAt),
  endedAt: isoOrNull(endedAt),
});

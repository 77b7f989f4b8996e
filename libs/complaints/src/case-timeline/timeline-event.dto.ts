import { ApiProperty } from '@nestjs/swagger';
import type { ActorKind, Role } from '@redress/kernel';

/** Who did it. */
export class TimelineActor {
  @ApiProperty({ description: 'Opaque.' })
  readonly id!: string;

  @ApiProperty({ enum: ['staff', 'customer', 'integration', 'system'] })
  readonly kind!: ActorKind;

  @ApiProperty({ enum: ['agent', 'shift-leader', 'supervisor', 'analyst', 'integration', 'system'] })
  readonly role!: Role;
}

/** A text that an event refers to. */
export class TimelineText {
  @ApiProperty({
    description:
      'What it is: `note`, `description`, `remedySought`, `details` of a remedy, `answer` to an order.',
    example: 'note',
  })
  readonly field!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null where the customer was erased.' })
  readonly text!: string | null;

  @ApiProperty({ description: 'Whether the text was erased with its customer.' })
  readonly erased!: boolean;
}

/** One event of a case, as it is stored, with the texts that it refers to. */
export class TimelineEvent {
  @ApiProperty()
  readonly id!: string;

  @ApiProperty({ type: 'integer', description: 'Its place in the history of the case, from 0.' })
  readonly revision!: number;

  @ApiProperty({ example: 'ComplaintRegistered' })
  readonly type!: string;

  @ApiProperty({ type: 'integer', description: 'Version of the type.' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time', description: 'When it happened.' })
  readonly occurredAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was put on record.' })
  readonly recordedAt!: string;

  @ApiProperty({ type: TimelineActor })
  readonly actor!: TimelineActor;

  @ApiProperty({ description: 'The same for all that followed from one request.' })
  readonly correlationId!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What the event says; never personal data.',
  })
  readonly data!: object;

  @ApiProperty({ type: [TimelineText] })
  readonly texts!: readonly TimelineText[];
}

import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ProblemDocument } from '@redress/http';

const OUTCOMES = ['taken', 'repeated', 'refused'] as const;

/** What became of one message. */
@ApiSchema({ name: 'IntakeResult' })
export class IntakeResult {
  @ApiProperty({ required: false, description: 'Of the message, as far as it could be read.' })
  readonly id?: string;

  @ApiProperty({ required: false })
  readonly source?: string;

  @ApiProperty({
    enum: OUTCOMES,
    description:
      '`repeated`: it had been taken before, or said nothing new. `refused`: `problem` says why; nothing was changed.',
  })
  readonly outcome!: (typeof OUTCOMES)[number];

  @ApiProperty({ required: false, description: 'The case that it brought, or told something.' })
  readonly complaintId?: string;

  @ApiProperty({ required: false, description: 'The contact that it brought.' })
  readonly contactId?: string;

  @ApiProperty({ required: false, description: 'The callback that it told something.' })
  readonly callbackId?: string;

  @ApiProperty({
    required: false,
    description: 'Of all signals about the same trouble of the same thing.',
  })
  readonly signalId?: string;

  @ApiProperty({ required: false, type: Object, description: 'As a request of its own would have got it.' })
  readonly problem?: ProblemDocument;
}

/** What became of the messages of a request, in their order. */
@ApiSchema({ name: 'IntakeAnswer' })
export class IntakeAnswer {
  @ApiProperty({ type: [IntakeResult] })
  readonly results!: readonly IntakeResult[];
}

import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { FieldError, ProblemDocument } from './problem';

/** `FieldError` in the API document. */
@ApiSchema({ name: 'FieldError' })
export class FieldErrorSchema implements FieldError {
  @ApiProperty({
    description: 'Path of the member, in dots: `remedy.amount`, `tags.2`.',
    example: 'priority',
  })
  readonly field!: string;

  @ApiProperty({ description: 'Stable code of what is wrong with it.', example: 'not-one-of' })
  readonly code!: string;

  @ApiProperty({ description: 'The same in plain words.' })
  readonly reason!: string;
}

/** `ProblemDocument` in the API document. */
@ApiSchema({ name: 'ProblemDocument' })
export class ProblemDocumentSchema implements ProblemDocument {
  @ApiProperty({
    format: 'uri-reference',
    example: '/problems/no-such-route',
    description: 'Where the code is explained.',
  })
  readonly type!: string;

  @ApiProperty({ description: 'The code in words, the same each time.' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', description: 'The HTTP status once more.', example: 404 })
  readonly status!: number;

  @ApiProperty({ description: 'What happened this time, in plain words.' })
  readonly detail!: string;

  @ApiProperty({ description: 'Stable code: branch on this.', example: 'no-such-route' })
  readonly code!: string;

  @ApiProperty({ description: 'Names the request in the logs; also in the X-Correlation-Id header.' })
  readonly correlationId!: string;

  @ApiPropertyOptional({
    type: [FieldErrorSchema],
    description: 'What is wrong with which member of the request.',
  })
  readonly errors?: readonly FieldErrorSchema[];
}

import { ApiProperty } from '@nestjs/swagger';
import { SUBJECT_FACTS, type SubjectFacts } from '@redress/sla';

const VALUE = { oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'boolean' }] };

/** What a policy looks at. */
class MatchedFacts implements SubjectFacts {
  @ApiProperty()
  readonly kind!: string;

  @ApiProperty()
  readonly category!: string;

  @ApiProperty({ type: 'integer' })
  readonly priority!: number;

  @ApiProperty()
  readonly tier!: string;

  @ApiProperty()
  readonly specialCare!: boolean;

  @ApiProperty()
  readonly channel!: string;
}

/** A rule that does not apply, and why. */
class PassedOver {
  @ApiProperty({ type: 'integer', description: 'Counts from 1.' })
  readonly rule!: number;

  @ApiProperty({ enum: SUBJECT_FACTS, description: 'The first fact that is not as the rule wants it.' })
  readonly fact!: keyof SubjectFacts;

  @ApiProperty({ type: 'array', items: VALUE, description: 'The values that the rule takes.' })
  readonly wanted!: readonly (string | number | boolean)[];

  @ApiProperty({ ...VALUE, description: 'The value of the case.' })
  readonly had!: string | number | boolean;
}

/** How a case came to the rule that judges it. */
export class PolicyMatch {
  @ApiProperty({ description: 'The policy.' })
  readonly name!: string;

  @ApiProperty({ type: 'integer', description: 'The version that the case is pinned to.' })
  readonly version!: number;

  @ApiProperty({ format: 'date-time' })
  readonly effectiveFrom!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The first rule that matches, from 1; null where none does: then nothing is promised.',
  })
  readonly rule!: number | null;

  @ApiProperty({ type: MatchedFacts, description: 'What the policy looks at, as the case has it now.' })
  readonly facts!: MatchedFacts;

  @ApiProperty({
    type: [PassedOver],
    description:
      'Each rule before it (where none matches: every rule), with the first condition that failed.',
  })
  readonly passedOver!: readonly PassedOver[];
}

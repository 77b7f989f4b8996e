import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Decided } from '@redress/event-store';
import { CommandOutcomeSchema } from '@redress/http';
import { CallbackSuppression } from '../due-callbacks/callback-summary.dto';
import type { CallbackAttemptSuppressed } from '../events';

/** What became of an attempt. */
@ApiSchema({ name: 'AttemptOutcome' })
export class AttemptOutcomeSchema extends CommandOutcomeSchema {
  @ApiProperty({
    type: CallbackSuppression,
    nullable: true,
    description: 'Why the attempt was held back: do not call. Null: call.',
  })
  readonly suppressed!: CallbackSuppression | null;
}

/** Whether, and by which rule, the attempt was held back. */
export function suppressionIn({ events }: Decided): { readonly suppressed: CallbackSuppression | null } {
  const held = events.find(({ type }) => type === 'CallbackAttemptSuppressed');
  if (held === undefined) return { suppressed: null };
  const { rule, nextAllowedAt } = held.data as CallbackAttemptSuppressed['data'];
  return { suppressed: { rule, nextAllowedAt } };
}

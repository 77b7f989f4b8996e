import { IsInstant, IsOpaqueId, IsText } from '@redress/http';

/** What every command to a case may say beside its own words: when. */
export class TimedBody {
  @IsInstant({
    optional: true,
    description:
      'When it happened, if not now: for those with the right to backdate (import, telephony), or for a supervisor who gives a reason.',
  })
  readonly occurredAt?: string;
}

/** When, and why in free text. */
export class NotedBody extends TimedBody {
  @IsText(8_000, { optional: true, description: 'Why, in free text. Kept as personal data of the customer.' })
  readonly note?: string;
}

/** When, and why by code and in free text. */
export class CaseCommandBody extends NotedBody {
  @IsOpaqueId({
    optional: true,
    description: 'Why: a reason code. No personal data.',
    example: 'second-call',
  })
  readonly reason?: string;
}

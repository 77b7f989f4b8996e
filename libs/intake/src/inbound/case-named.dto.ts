import { invalidField } from '@redress/complaints';
import { IsOpaqueId, IsText } from '@redress/http';
import { complaintIdOf } from './message-ids';
import type { InboundMessage } from './inbound-message';

/** The case that a message is about: by its id, or by the message that brought it. */
export class CaseNamed {
  @IsOpaqueId({ optional: true, description: 'The id of the case.' })
  readonly complaintId?: string;

  @IsText(255, {
    optional: true,
    description:
      'For senders who never learnt the id: the `id` of the message, of the same `source`, that brought the case.',
  })
  readonly complaintMessage?: string;
}

/** The id of the case that a message names; undefined where it names none. Throws DomainError `case-named-twice`. */
export function caseNamedIn(
  { complaintId, complaintMessage }: CaseNamed,
  { source }: InboundMessage,
): string | undefined {
  if (complaintMessage === undefined) return complaintId;
  if (complaintId === undefined) return complaintIdOf({ source, id: complaintMessage });
  throw invalidField('case-named-twice', 'complaintMessage', 'stands beside complaintId: give one of them');
}

import type { CommandOrigin, EpochMs } from '@redress/kernel';
import { RegisterComplaint } from './register-complaint.command';
import type { RegisterComplaintBody } from './register-complaint.dto';

/** Work that no team has yet. */
const UNASSIGNED = 'unassigned';

/** The registration that a body asks for, whichever way it came in. `team` is the sender's, for a body that names none. */
export function registrationOfBody(
  body: Omit<RegisterComplaintBody, 'occurredAt'>,
  by: { readonly origin: CommandOrigin; readonly occurredAt: EpochMs | undefined; readonly team?: string },
): RegisterComplaint {
  const { reference, kind, category, channel, priority, tier = 'standard', specialCare = false } = body;
  const { description, remedySought, note, reason, team = by.team ?? UNASSIGNED } = body;
  const { id, ...details } = body.customer;
  const facts = { kind, category, channel, priority, tier, specialCare, team };
  return new RegisterComplaint(
    { ...facts, ...given({ reference }) },
    id === undefined ? { details } : { customerId: id },
    given({ description, remedySought, note }),
    given({ reason }),
    by.origin,
    by.occurredAt,
  );
}

/** The members that are there. */
const given = <Fields extends Readonly<Record<string, string | undefined>>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Fields]?: string;
  };

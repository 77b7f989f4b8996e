import { DomainError, fromIso, type CommandOrigin, type EpochMs } from '@redress/kernel';
import type { CommandContext } from './command-context';

/** When and why, as bodies say it. */
export interface Circumstances {
  readonly occurredAt?: string;
  readonly reason?: string;
  readonly note?: string;
}

/** Why, with the note as it was written: personal, never in events. */
export const whyOf = ({
  reason,
  note,
}: Circumstances): { readonly reason?: string; readonly note?: string } => ({
  ...(reason === undefined ? {} : { reason }),
  ...(note === undefined ? {} : { note }),
});

/** What events may know of the sender. */
export const originOf = ({ principal: _, ...origin }: CommandContext): CommandOrigin => origin;

/** When it happened, as far as the sender may say so. Throws DomainError `backdating-not-allowed`. */
export function occurredAtOf(
  { occurredAt, reason }: Circumstances,
  { principal }: CommandContext,
): EpochMs | undefined {
  if (occurredAt === undefined) return undefined;
  if (principal.mayBackdate) return fromIso(occurredAt);
  if (principal.roles.includes('supervisor') && reason !== undefined) return fromIso(occurredAt);
  throw new DomainError(
    'forbidden',
    'backdating-not-allowed',
    'occurredAt may be given with the right to backdate, or by a supervisor together with a reason.',
  );
}

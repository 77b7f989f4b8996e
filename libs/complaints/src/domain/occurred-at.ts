import { DomainError, toIso, type EpochMs } from '@redress/kernel';
import type { CaseCommandContext } from './commands';
import { invalidField } from './deciding';
import type { CaseOnRecord } from './state';

/** When a registration happened: the sender's word, else now. Throws DomainError `occurred-in-future`. */
export const registeredAt = ({ occurredAt, now }: CaseCommandContext): EpochMs =>
  notInFuture(occurredAt ?? now, now);

/**
 * When a later fact happened. The sender's word where it is given (whether it may be is for the edge to check), else now: never before the
 * latest fact, even where the clocks of two servers differ by a little. What Redress itself reports late, because an automation came late,
 * is put on record at the latest fact.
 * Throws DomainErrors `occurred-in-future`, `occurred-before-registration` and `occurred-out-of-order`.
 */
export function occurredAt(command: CaseCommandContext, state: CaseOnRecord): EpochMs {
  const { now, actor, clocks } = command;
  const latest = Math.max(state.lastFactAt, clocks?.knownUntil ?? state.lastFactAt);
  if (command.occurredAt === undefined) return Math.max(now, latest);
  const at = notInFuture(command.occurredAt, now);
  if (actor.kind === 'system') return Math.max(at, latest);
  if (at < state.registeredAt) {
    throw invalidField(
      'occurred-before-registration',
      'occurredAt',
      'lies before the registration of the case',
    );
  }
  if (at < latest) {
    const { kind, code, message, details } = invalidField(
      'occurred-out-of-order',
      'occurredAt',
      'lies before the latest fact of the case',
    );
    throw new DomainError(kind, code, message, { ...details, latestFactAt: toIso(latest) });
  }
  return at;
}

function notInFuture(at: EpochMs, now: EpochMs): EpochMs {
  if (at <= now) return at;
  throw invalidField('occurred-in-future', 'occurredAt', 'lies in the future');
}

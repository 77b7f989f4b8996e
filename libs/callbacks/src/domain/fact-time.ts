import { invalidField } from '@redress/complaints';
import { DomainError, toIso, type EpochMs } from '@redress/kernel';
import type { CallbackCommandContext } from './commands';

/**
 * When a fact happened: the sender's word where it is given (whether it may be is for the edge to check), else now; never before the
 * latest fact, even where the clocks of two servers differ by a little. What Redress itself reports late is put on record at the latest
 * fact.
 * @param latestFactAt undefined where there is none yet
 * @throws DomainError `occurred-in-future` and `occurred-out-of-order`
 */
export function factTime(
  { occurredAt, now, actor, clocks }: CallbackCommandContext,
  latestFactAt?: EpochMs,
): EpochMs {
  const latest = Math.max(latestFactAt ?? 0, clocks?.knownUntil ?? 0);
  if (occurredAt === undefined) return Math.max(now, latest);
  if (occurredAt > now) throw invalidField('occurred-in-future', 'occurredAt', 'lies in the future');
  if (occurredAt >= latest) return occurredAt;
  if (actor.kind === 'system') return latest;
  const reason = 'lies before the latest fact of the callback';
  const { kind, code, message, details } = invalidField('occurred-out-of-order', 'occurredAt', reason);
  throw new DomainError(kind, code, message, { ...details, latestFactAt: toIso(latest) });
}

import type { ClocksInView } from '@redress/clocks';
import { DomainError, toIso, type Actor, type EpochMs } from '@redress/kernel';
import { invalidField } from './deciding';

/** What a command says of its time, as far as that decides when its fact happened. */
interface TimedCommand {
  readonly occurredAt?: EpochMs;
  readonly now: EpochMs;
  readonly actor: Actor;
  readonly clocks?: ClocksInView;
}

/**
 * When a fact of something with a stream of its own beside the cases happened: the sender's word where it is given (whether it may be is for
 * the edge to check), else now; never before the latest fact, even where the clocks of two servers differ by a little. What Redress itself
 * reports late is put on record at the latest fact. What somebody noticed of its clocks meanwhile stands in the way of no fact.
 * @param of what it is called in a refusal: `the callback`
 * @param latestFactAt undefined where there is none yet
 * @throws DomainError `occurred-in-future` and `occurred-out-of-order`
 */
export function factTime(
  { occurredAt, now, actor, clocks }: TimedCommand,
  of: string,
  latestFactAt?: EpochMs,
): EpochMs {
  const latest = latestFactAt ?? 0;
  if (occurredAt === undefined) return Math.max(now, latest, clocks?.knownUntil ?? 0);
  if (occurredAt > now) throw invalidField('occurred-in-future', 'occurredAt', 'lies in the future');
  if (occurredAt >= latest) return occurredAt;
  if (actor.kind === 'system') return latest;
  const reason = `lies before the latest fact of ${of}`;
  const { kind, code, message, details } = invalidField('occurred-out-of-order', 'occurredAt', reason);
  throw new DomainError(kind, code, message, { ...details, latestFactAt: toIso(latest) });
}

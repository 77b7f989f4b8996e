import { DomainError, toIso, type EpochMs } from '@redress/kernel';
import type { CaseCommandContext, CaseCommandType } from './commands';
import { invalidField } from './deciding';
import type { CaseOnRecord } from './state';

/** When a registration happened: the sender's word, else now. Throws DomainError `occurred-in-future`. */
export const registeredAt = ({ occurredAt, now }: CaseCommandContext): EpochMs =>
  notInFuture(occurredAt ?? now, now);

/**
 * How far back something may be told after later facts of the case: what others did, or what happened outside. What decides on the case
 * itself takes its effect when it is told.
 */
const MAY_COME_LATE: { readonly [Type in CaseCommandType]?: (state: CaseOnRecord) => EpochMs } = {
  // Also of a cycle that is over: they change nothing but what is known of its clocks.
  AcceptComplaint: ({ registeredAt }) => registeredAt,
  AcknowledgeComplaint: ({ registeredAt }) => registeredAt,
  RespondToComplaint: ({ registeredAt }) => registeredAt,
  AddNote: ({ registeredAt }) => registeredAt,
  // They say where the case stands; the reopening has said that anew.
  StartWaiting: ({ cycleStartedAt }) => cycleStartedAt,
  ResumeComplaint: ({ cycleStartedAt }) => cycleStartedAt,
  ResolveComplaint: ({ cycleStartedAt }) => cycleStartedAt,
  // It starts a clock, which must not have started, stopped or got another target since.
  ChaseComplaint: ({ spokenNotBefore }) => spokenNotBefore,
};

/**
 * When a later fact happened. The sender's word where it is given (whether it may be is for the edge to check), else now: never before the
 * latest fact, even where the clocks of two servers differ by a little. Some facts may be told late, after others that happened later: see
 * `MAY_COME_LATE`. What somebody noticed of the clocks meanwhile stands in the way of none. What Redress itself reports late, because an
 * automation came late, is put on record as early as it may be.
 * @param knownUntil the instant of the latest fact of the clocks Throws DomainErrors `occurred-in-future`, `occurred-before-registration`
 * and `occurred-out-of-order`.
 */
export function occurredAt(
  command: CaseCommandContext & { readonly type?: string },
  state: CaseOnRecord,
  knownUntil = command.clocks?.knownUntil ?? 0,
): EpochMs {
  const { now, actor, type = '' } = command;
  if (command.occurredAt === undefined) return Math.max(now, state.lastFactAt, knownUntil);
  const earliest = MAY_COME_LATE[type as CaseCommandType]?.(state) ?? state.lastFactAt;
  const at = notInFuture(command.occurredAt, now);
  if (actor.kind === 'system') return Math.max(at, earliest);
  if (at < state.registeredAt) {
    throw invalidField(
      'occurred-before-registration',
      'occurredAt',
      'lies before the registration of the case',
    );
  }
  if (at < earliest) throw outOfOrder(earliest);
  return at;
}

/** @param latest the fact before which it must not lie */
export function outOfOrder(latest: EpochMs): DomainError {
  const { kind, code, message, details } = invalidField(
    'occurred-out-of-order',
    'occurredAt',
    'lies before a fact of the case that it must not lie before',
  );
  return new DomainError(kind, code, message, { ...details, latestFactAt: toIso(latest) });
}

function notInFuture(at: EpochMs, now: EpochMs): EpochMs {
  if (at <= now) return at;
  throw invalidField('occurred-in-future', 'occurredAt', 'lies in the future');
}

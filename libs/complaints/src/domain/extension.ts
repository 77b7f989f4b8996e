import { DomainError, type EpochMs } from '@redress/kernel';
import { parseWithin, type Within } from '@redress/sla';
import type { ExtendableClock } from '../events';
import { notNow } from './assert-legal';
import type { CaseCommandContext } from './commands';
import { assertWithin, fact, invalidField, placement, policyTargets, type Decide } from './deciding';
import type { CaseOnRecord, PendingExtension } from './state';

/**
 * Throws DomainErrors `duration-malformed`, `extension-pending`, `clock-not-running`, `extension-too-late` and `extension-not-longer`.
 */
export const requestExtension: Decide<'RequestExtension'> = (command, state, at) => {
  const { clock, within, reason, actor, why } = command;
  assertWithin('within', within);
  if (state.extension.pending !== null) {
    throw new DomainError(
      'conflict',
      'extension-pending',
      'More time was asked for already, and is not decided.',
    );
  }
  assertExtendable(command, state, at, { clock, within });
  return [
    fact('ExtensionRequested', at, {
      ...why,
      ...placement(state),
      number: state.extension.asked + 1,
      clock,
      within,
      reason,
      requestedBy: actor.id,
    }),
  ];
};

/**
 * Throws DomainErrors `no-extension`, `own-request`, `clock-not-running`, `extension-too-late` and `extension-not-longer`: the last, where
 * the target has changed since it was asked.
 */
export const grantExtension: Decide<'GrantExtension'> = (command, state, at) => {
  const { clock, within } = pendingOf(command, state);
  assertExtendable(command, state, at, { clock, within });
  const number = state.extension.asked;
  return [fact('ExtensionGranted', at, { ...command.why, ...placement(state), number, clock, within })];
};

/** Throws DomainErrors `no-extension` and `own-request`. */
export const refuseExtension: Decide<'RefuseExtension'> = (command, state, at) => {
  const { reason, why } = command;
  const { clock, within } = pendingOf(command, state);
  const number = state.extension.asked;
  return [fact('ExtensionRefused', at, { ...why, ...placement(state), number, clock, within, reason })];
};

function pendingOf({ actor }: CaseCommandContext, state: CaseOnRecord): PendingExtension {
  const { pending } = state.extension;
  if (pending === null) throw notNow('no-extension', 'No more time was asked for, or it is decided.', state);
  if (pending.requestedBy === actor.id) {
    throw new DomainError('forbidden', 'own-request', 'Whoever asked for more time does not decide on it.');
  }
  return pending;
}

/** More time is given before the clock is due, and it must be more. */
function assertExtendable(
  command: CaseCommandContext,
  state: CaseOnRecord,
  at: EpochMs,
  { clock, within }: { readonly clock: ExtendableClock; readonly within: string },
): void {
  const dueAt = command.clocks?.dueAt(clock);
  if (dueAt === undefined)
    throw notNow('clock-not-running', `The clock ${clock} of this case does not run.`, state);
  if (dueAt !== null && dueAt <= at) {
    throw notNow('extension-too-late', `The clock ${clock} of this case was due already.`, state);
  }
  const present = withinNow(command, state, clock);
  // Start, calendar and pauses stay as they are, so more of the same kind is the later due instant, even while a pause hides both.
  if (present !== undefined && !isMore(parseWithin(within), parseWithin(present))) {
    const reason = `is not more than the ${present} that the clock has, counted in the same way`;
    throw invalidField('extension-not-longer', 'within', reason);
  }
}

/** Whether it is of the same kind, and longer: which of four hours and a working day is longer depends on when one asks. */
const isMore = (asked: Within, present: Within): boolean =>
  asked.kind === 'running-time'
    ? present.kind === asked.kind && asked.runFor > present.runFor
    : present.kind === asked.kind && asked.days > present.days;

/** For how long a clock may run as things stand. */
const withinNow = (command: CaseCommandContext, state: CaseOnRecord, clock: ExtendableClock) =>
  state.extension.granted[clock] ??
  policyTargets(command, state).find((target) => target.clock === clock)?.within;

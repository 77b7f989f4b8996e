import { DomainError, toIso, type EpochMs } from '@redress/kernel';
import { pauseLimitFor } from '@redress/sla';
import type { ComplaintEvent, WaitReason, Why } from '../events';
import { notNow } from './assert-legal';
import type { CaseCommandContext } from './commands';
import { fact, placement, policyTargets, type Decide } from './deciding';
import { outOfOrder } from './occurred-at';
import type { CaseOnRecord, PendingWait } from './state';

/**
 * Waits are told in their order; that one began earlier than it was told may be said later. Throws DomainError `occurred-out-of-order`.
 */
export const startWaiting: Decide<'StartWaiting'> = (command, state, at) => {
  const { waitsFor, why } = command;
  const isOn = state.waitsFor === waitsFor;
  const notBefore = isOn ? state.waitedUntil : state.waitChangedAt;
  if (isOn && at >= (state.waitChangedAt ?? at)) return [];
  if (notBefore !== null && at < notBefore) throw outOfOrder(notBefore);
  const approval = approvalOf(command, state, waitsFor);
  return [
    ...(isOn ? [] : endWaiting(state, at)),
    fact('ComplaintWaitStarted', at, { ...why, ...placement(state), waitsFor, ...approval }),
  ];
};

/** Throws DomainError `occurred-out-of-order`. */
export const resume: Decide<'ResumeComplaint'> = ({ why }, state, at) => {
  if (state.waitChangedAt !== null && at < state.waitChangedAt) throw outOfOrder(state.waitChangedAt);
  return endWaiting(state, at, why);
};

/**
 * Leaving any state closes its interval first, so that the pause counts before the verdict is taken. A wait that began after what was told
 * late was none.
 */
export const endWaiting = (state: CaseOnRecord, at: EpochMs, why: Why = {}): readonly ComplaintEvent[] =>
  state.waitsFor === null
    ? []
    : [
        fact('ComplaintResumed', Math.max(at, state.waitChangedAt ?? at), {
          ...why,
          ...placement(state),
          waitedFor: state.waitsFor,
        }),
      ];

/** A request, where a target wants such a wait approved and who waits is none of those who approve. */
function approvalOf(
  command: CaseCommandContext,
  state: CaseOnRecord,
  reason: WaitReason,
): { readonly approval?: { readonly number: number; readonly requestedBy: string } } {
  const { id, role } = command.actor;
  const isWanted = policyTargets(command, state).some(
    (target) => target.pausedBy.includes(reason) && pauseLimitFor(target, reason)?.needsApproval === true,
  );
  if (!isWanted || role === 'shift-leader' || role === 'supervisor') return {};
  return { approval: { number: state.waitApproval.asked + 1, requestedBy: id } };
}

/**
 * The wait counts from when it began, as one that is told late does: what was missed meanwhile stays on record as judged, and is corrected.
 * Throws DomainErrors `no-wait-approval` and `own-request`.
 */
export const approveWait: Decide<'ApproveWait'> = (command, state, at) => {
  const { waitsFor, beganAt, endedAt } = pendingOf(command, state);
  return [
    fact('ComplaintWaitApproved', at, {
      ...command.why,
      ...placement(state),
      number: state.waitApproval.asked,
      waitsFor,
      beganAt: toIso(beganAt),
      ...(endedAt === undefined ? {} : { endedAt: toIso(endedAt) }),
    }),
  ];
};

/** Throws DomainErrors `no-wait-approval` and `own-request`. */
export const refuseWait: Decide<'RefuseWait'> = (command, state, at) => {
  const { reason, why } = command;
  const { waitsFor } = pendingOf(command, state);
  const number = state.waitApproval.asked;
  return [fact('ComplaintWaitRefused', at, { ...why, ...placement(state), number, waitsFor, reason })];
};

function pendingOf({ actor }: CaseCommandContext, state: CaseOnRecord): PendingWait {
  const { pending } = state.waitApproval;
  if (pending === null)
    throw notNow('no-wait-approval', 'No wait is to be approved, or it is decided.', state);
  if (pending.requestedBy === actor.id)
    throw new DomainError('forbidden', 'own-request', 'Whoever asked for it does not decide on it.');
  return pending;
}

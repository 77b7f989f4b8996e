import { invalidField } from '@redress/complaints';
import { DomainError } from '@redress/kernel';
import type { Money, ResolutionEvent } from '../events';
import { approversOf, BeyondAuthority, beyondCase, reachesOneOf, type Beyond } from './authority';
import { aboutOf, authorityOf, fact, type Told } from './deciding';
import { assertStep } from './legal-steps';
import { assertRemedies, costOf } from './remedies';
import {
  findResolution,
  promisedOn,
  type AuthorityDecision,
  type CaseResolutions,
  type ResolutionOnRecord,
} from './state';

/**
 * Within the proposer's authority it is approved at once, else approval is asked for. Throws the DomainErrors of `assertRemedies`, and
 * `resolution-in-force` and `beyond-all-authority`.
 */
export function propose(
  command: Told<'ProposeResolution'>,
  state: CaseResolutions,
): readonly ResolutionEvent[] {
  const { remedies, cause = command.case.subject.category, detailsRef, actor, at } = command;
  assertRemedies(remedies);
  assertNoneInForce(state);
  const about = { ...aboutOf({ ...command, why: {} }, { ...command, cause }), proposedBy: actor.id };
  const proposed = fact('ResolutionProposed', at, {
    ...command.why,
    ...about,
    ...(detailsRef === undefined ? {} : { detailsRef }),
  });
  const cost = costOf(remedies);
  const beyond = beyondOf(command, cost, state);
  const authority = authorityOf(command);
  if (cost === undefined || beyond === undefined) {
    const approval = { ...about, approvedBy: actor.id, role: actor.role, authority };
    return [proposed, fact('ResolutionApproved', at, approval)];
  }
  const approvers = approversOf(command.limits, cost, promisedOn(state, cost.currency));
  if (approvers.length === 0) {
    throw invalidField('beyond-all-authority', 'remedies', 'are more than anyone may approve on one case');
  }
  const request = { ...about, exceeds: beyond.exceeds, approvers, authority };
  return [proposed, fact('ResolutionApprovalRequested', at, request)];
}

/**
 * Throws BeyondAuthority, and the DomainErrors `own-proposal` and `already-decided`, which says what and by whom; the same decision by the
 * same person again is none.
 */
export function approve(
  command: Told<'ApproveResolution'>,
  resolution: ResolutionOnRecord,
  state: CaseResolutions,
): readonly ResolutionEvent[] {
  const { actor, at } = command;
  if (isDecidedSo(resolution, { decision: 'approved', decidedBy: actor.id })) return [];
  assertStep(command.type, resolution);
  assertNotOwn(resolution, actor.id);
  const beyond = beyondOf(command, costOf(resolution.remedies), state);
  if (beyond !== undefined) throw new BeyondAuthority(beyond);
  return [
    fact('ResolutionApproved', at, {
      ...aboutOf(command, resolution),
      proposedBy: resolution.proposedBy,
      approvedBy: actor.id,
      role: actor.role,
      authority: authorityOf(command),
    }),
  ];
}

/** Throws the DomainErrors `own-proposal`, `not-an-approver` and `already-decided`, as `approve` does. */
export function decline(
  command: Told<'DeclineResolution'>,
  resolution: ResolutionOnRecord,
): readonly ResolutionEvent[] {
  const { actor, at, reason } = command;
  if (isDecidedSo(resolution, { decision: 'declined', decidedBy: actor.id })) return [];
  assertStep(command.type, resolution);
  assertNotOwn(resolution, actor.id);
  const { approvers } = resolution;
  if (!reachesOneOf(actor.role, approvers)) {
    throw new DomainError(
      'forbidden',
      'not-an-approver',
      'It is for those to decline who may approve it, and for those above them.',
      { approvers },
    );
  }
  return [fact('ResolutionDeclined', at, { ...aboutOf(command, resolution), reason, declinedBy: actor.id })];
}

/** Why the sender may not approve it; undefined: they may. */
const beyondOf = (
  { limits, actor, overdrawn }: Told<'ProposeResolution' | 'ApproveResolution'>,
  cost: Money | undefined,
  state: CaseResolutions,
): Beyond | undefined =>
  cost === undefined
    ? undefined
    : (beyondCase(limits, actor.role, cost, promisedOn(state, cost.currency)) ?? overdrawn);

function assertNoneInForce(state: CaseResolutions): void {
  const inForce = state.inForce === null ? undefined : findResolution(state, state.inForce);
  if (inForce === undefined) return;
  const { resolutionId, state: standing } = inForce;
  throw new DomainError('conflict', 'resolution-in-force', 'Another resolution of this case is in force.', {
    resolutionId,
    state: standing,
  });
}

/** Whether just this was decided. Throws where something else was, or by somebody else. */
function isDecidedSo({ decided, resolutionId }: ResolutionOnRecord, wanted: AuthorityDecision): boolean {
  if (decided === null) return false;
  if (decided.decision === wanted.decision && decided.decidedBy === wanted.decidedBy) return true;
  throw new DomainError('conflict', 'already-decided', `It was ${decided.decision} already.`, {
    resolutionId,
    ...decided,
  });
}

function assertNotOwn({ proposedBy }: ResolutionOnRecord, person: string): void {
  if (proposedBy !== person) return;
  throw new DomainError('forbidden', 'own-proposal', 'Somebody else decides on what you have proposed.');
}

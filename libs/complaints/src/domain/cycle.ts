import { DomainError, type EpochMs } from '@redress/kernel';
import type { Channel, ComplaintEvent, Why } from '../events';
import type { CaseCommandContext } from './commands';
import { notNow } from './assert-legal';
import { fact, placement, policyRef, type Decide, type Told } from './deciding';
import { cycleAt, type CaseOnRecord } from './state';
import { endWaiting } from './waiting';

export const respond: Decide<'RespondToComplaint'> = ({ channel, why }, state, at) => [
  responded(state, at, { ...why, ...(channel === undefined ? {} : { channel }) }),
];

const responded = (
  state: CaseOnRecord,
  at: EpochMs,
  more: Why & { readonly channel?: Channel },
): ComplaintEvent => {
  const { number: cycle, respondedAt } = cycleAt(state, at);
  return fact('ComplaintResponded', at, {
    ...more,
    ...placement(state),
    first: respondedAt === null,
    cycle,
    ...(cycle === state.cycle ? {} : { cycleOver: true }),
  });
};

/**
 * Whoever resolves a case that nobody had answered by then has given the answer with it, unless it was no human.
 */
export function resolve(
  command: Told<'ResolveComplaint' | 'CloseComplaint'>,
  state: CaseOnRecord,
  at: EpochMs,
): readonly ComplaintEvent[] {
  if (state.phase === 'resolved') return [];
  const { resolvedBy, actor, why, followedUpKinds } = command;
  const isAsked = followedUpKinds?.includes(state.facts.kind) !== false;
  const isAnswered = state.respondedAt !== null && state.respondedAt <= at;
  const answers = !isAnswered && actor.kind !== 'system';
  return [
    ...endWaiting(state, at),
    ...(answers ? [responded(state, at, {})] : []),
    fact('ComplaintResolved', at, {
      ...why,
      ...placement(state),
      resolvedBy,
      cycle: state.cycle,
      ...(isAsked ? {} : { followUp: false }),
    }),
  ];
}

/** Throws DomainError `not-asked-yet`. */
export const close: Decide<'CloseComplaint'> = (command, state, at) => {
  if (state.phase === 'closed') return [];
  assertAsked(command, state);
  return [...resolve(command, state, at), closed(state, at, command.why)];
};

function assertAsked({ mayCloseUnasked, actor, why }: Told<'CloseComplaint'>, state: CaseOnRecord): void {
  const asked = state.followedUp.length > 0;
  const answeredFor =
    actor.kind === 'integration' || (actor.role === 'supervisor' && why.reason !== undefined);
  if (mayCloseUnasked || asked || answeredFor) return;
  throw notNow('not-asked-yet', 'The customer was not asked yet whether it is put right.', state);
}

export const closed = (state: CaseOnRecord, at: EpochMs, why: Why): ComplaintEvent =>
  fact('ComplaintClosed', at, { ...why, ...placement(state), cycle: state.cycle });

/** Throws DomainError `needs-approval`. */
export const reopen: Decide<'ReopenComplaint'> = (command, state, at) => {
  const { actor, why } = command;
  if (state.endedAs === 'archived' && (actor.role !== 'supervisor' || why.reason === undefined)) {
    throw new DomainError(
      'forbidden',
      'needs-approval',
      'An archived case is reopened by a supervisor, who gives a reason.',
    );
  }
  return [reopened(command, state, at, why)];
};

/** A new cycle, under the rule that now applies. */
export const reopened = (
  command: CaseCommandContext,
  state: CaseOnRecord,
  at: EpochMs,
  why: Why,
): ComplaintEvent =>
  fact('ComplaintReopened', at, {
    ...why,
    ...placement(state),
    cycle: state.cycle + 1,
    policy: policyRef(command, state),
  });

export const archive: Decide<'ArchiveComplaint'> = ({ why }, state, at) =>
  state.endedAs === 'archived' ? [] : [fact('ComplaintArchived', at, { ...why, ...placement(state) })];

import { invalidField } from '@redress/complaints';
import { DomainError, fromIso, toIso } from '@redress/kernel';
import { parseDuration } from '@redress/sla';
import type { CallbackEvent } from '../events';
import type { LaterCommand } from './commands';
import { isExhausted, suppressionAt } from './contact-rules';
import { about, contactFacts, cycleOf, refOf, type Deciding } from './deciding';
import { attemptOpen } from './phases';
import { cancel, reschedule } from './renegotiation';
import { evolve, openAttempt } from './state';

/** Throws DomainErrors `attempt-open` and `owner-first`: whether an agent may take it up, or call. */
export function assertFreeFor(agent: string, { command: { contactPolicy }, state, at }: Deciding): void {
  const open = openAttempt(state);
  if (open !== undefined && open.agent !== agent) throw attemptOpen(state);
  const anyoneFrom = fromIso(state.window.from) + parseDuration(contactPolicy.ownerFirst);
  if (state.owner === null || state.owner === agent || at >= anyoneFrom) return;
  throw new DomainError(
    'conflict',
    'owner-first',
    'This callback is its owner’s alone for now; it can be transferred.',
    { owner: state.owner, anyoneFrom: toIso(anyoneFrom) },
  );
}

/**
 * The agent is calling, or is held back by a rule of the contact policy. Where that is since no attempt is left, the callback ends as well.
 * Throws as `assertFreeFor`.
 */
export function startAttempt(agent: string, deciding: Deciding): readonly CallbackEvent[] {
  const { command, state, at } = deciding;
  assertFreeFor(agent, deciding);
  const policy = refOf(command);
  const held = suppressionAt(at, contactFacts(state), command.contactPolicy, command.consents);
  if (held === undefined) {
    const data = { ...about(deciding), attempt: state.attempts.length + 1, agent, policy };
    return [{ type: 'CallbackAttemptStarted', version: 1, occurredAt: at, data }];
  }
  const nextAllowedAt = held.nextAllowedAt === null ? null : toIso(held.nextAllowedAt);
  const data = { ...about(deciding), rule: held.rule, nextAllowedAt, policy };
  return [
    { type: 'CallbackAttemptSuppressed', version: 1, occurredAt: at, data },
    ...endUnreachable(deciding),
  ];
}

/**
 * How the attempt ended, and what follows: another window where the customer asked for one, the end where the customer wants no call or
 * no attempt is left. Throws DomainErrors `window-unasked` and those of `fitWindow`.
 */
export function recordOutcome(
  { outcome, window }: Extract<LaterCommand, { type: 'RecordOutcome' }>,
  { command, state, at }: Deciding,
): readonly CallbackEvent[] {
  if (window !== undefined && outcome !== 'asked-to-call-later') {
    throw invalidField('window-unasked', 'window', 'goes with asked-to-call-later alone');
  }
  const open = openAttempt(state);
  if (open === undefined) return [];
  const attempted: CallbackEvent = {
    type: 'CallbackAttempted',
    version: 1,
    occurredAt: at,
    data: {
      ...about({ command, state }),
      attempt: open.number,
      agent: open.agent,
      outcome,
      startedAt: toIso(open.startedAt),
    },
  };
  const after = evolve(state, attempted) ?? state;
  const next: Deciding = { command: { ...command, why: {} }, state: after, at };
  if (window !== undefined) return [attempted, reschedule(window, 'customer', next)];
  if (outcome === 'refused') return [attempted, cancel('refused-by-customer', next)];
  return [attempted, ...endUnreachable(next)];
}

/** Where no attempt is left and nobody was reached, it ends; a promise does not, it waits for a leader or for the customer. */
function endUnreachable(deciding: Deciding): readonly CallbackEvent[] {
  const { command, state, at } = deciding;
  if (state.purpose === 'promise' || state.reached !== null) return [];
  if (!isExhausted(contactFacts(state), command.contactPolicy)) return [];
  const data = {
    ...about(deciding),
    attempts: state.attempts.length,
    ...cycleOf(state),
    policy: refOf(command),
  };
  return [{ type: 'CallbackUnreachable', version: 1, occurredAt: at, data }];
}

/** It is done with, by what was said. Throws DomainError `answers-missing`. */
export function complete(
  { answers }: Extract<LaterCommand, { type: 'CompleteCallback' }>,
  deciding: Deciding,
): readonly CallbackEvent[] {
  const { state, at } = deciding;
  if (state.purpose === 'follow-up' && answers.satisfied === undefined) {
    throw invalidField('answers-missing', 'answers.satisfied', 'is what a follow-up asks');
  }
  if (state.reached === null) return [];
  const data = {
    ...about(deciding),
    agent: state.reached.agent,
    reachedAt: toIso(state.reached.at),
    ...cycleOf(state),
    answers,
  };
  return [{ type: 'CallbackCompleted', version: 1, occurredAt: at, data }];
}

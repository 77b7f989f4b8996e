import { DomainError } from '@redress/kernel';
import type { LaterCommand } from './commands';
import { openAttempt, type CallbackOnRecord } from './state';

/**
 * What decides what is allowed: `owed`: nobody has been reached in the present window, or after it · `calling`: an attempt is going on ·
 * `reached` and not done with · `over`: completed, cancelled or unreachable. A missed window is no phase: all stays possible.
 */
export const CALLBACK_PHASES = ['owed', 'calling', 'reached', 'over'] as const;
export type CallbackPhase = (typeof CALLBACK_PHASES)[number];

type Step = LaterCommand['type'];

/** Which commands are legal in which phase. A legal command may still change nothing, where it has been done already. */
export const LEGAL: Readonly<Record<Step, readonly CallbackPhase[]>> = {
  ClaimCallback: ['owed', 'calling', 'reached'],
  TransferCallback: ['owed', 'calling', 'reached'],
  StartAttempt: ['owed', 'calling', 'reached'],
  RecordOutcome: ['calling'],
  CompleteCallback: ['reached'],
  RescheduleCallback: ['owed', 'reached'],
  CancelCallback: ['owed', 'reached'],
};

export const phaseOf = (state: CallbackOnRecord): CallbackPhase => {
  if (state.end !== null) return 'over';
  if (openAttempt(state) !== undefined) return 'calling';
  return state.reached === null ? 'owed' : 'reached';
};

/** The commands that a phase allows. */
export const legalIn = (phase: CallbackPhase): readonly Step[] =>
  (Object.keys(LEGAL) as Step[]).filter((type) => LEGAL[type].includes(phase));

/**
 * Throws DomainErrors `callback-over`, `no-attempt-open`, `not-reached` (illegal, each with the phase and what would be legal) or
 * `attempt-open` (conflict: its outcome comes first; Redress itself does not wait for that to cancel what is not owed any more).
 */
export function assertLegal({ type, actor }: LaterCommand, state: CallbackOnRecord): void {
  const phase = phaseOf(state);
  if (LEGAL[type].includes(phase)) return;
  if (phase === 'calling') {
    if (type === 'CancelCallback' && actor.kind === 'system') return;
    throw attemptOpen(state);
  }
  const illegal = (code: string, message: string, more = {}) =>
    new DomainError('illegal', code, message, { phase, legal: legalIn(phase), ...more });
  if (phase === 'over') throw illegal('callback-over', 'This callback is over.', { end: state.end });
  if (type === 'RecordOutcome') throw illegal('no-attempt-open', 'No attempt is going on.');
  throw illegal('not-reached', 'The customer has not been reached.');
}

/** Someone is calling. */
export const attemptOpen = (state: CallbackOnRecord): DomainError => {
  const open = openAttempt(state);
  return new DomainError('conflict', 'attempt-open', 'An attempt is going on; its outcome comes first.', {
    agent: open?.agent,
    attempt: open?.number,
  });
};

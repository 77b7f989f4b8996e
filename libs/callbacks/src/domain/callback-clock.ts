import type { ClockSignal } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import { formatDuration, ROUND_THE_CLOCK, type Target } from '@redress/sla';
import type { CallbackEvent, ContactPolicyRef, Window } from '../events';
import type { CallbackState } from './state';

/** What a fact of the callback means to its clock: each window that is agreed is one run of it. */
export function signalsOf(event: CallbackEvent, after: CallbackState): readonly ClockSignal[] {
  switch (event.type) {
    case 'CallbackScheduled':
      return [runOf(event.data, after)];
    case 'CallbackRescheduled':
      return [{ signal: 'close', reason: 'renegotiated' }, runOf(event.data, after)];
    case 'CallbackAttempted':
      return event.data.outcome === 'reached' ? [{ signal: 'stop', clock: 'callback' }] : [];
    case 'CallbackUnreachable':
      return [{ signal: 'close', reason: 'unreachable' }];
    case 'CallbackCancelled':
      return [{ signal: 'close', reason: 'cancelled' }];
    case 'CallbackClaimed':
    case 'CallbackTransferred':
    case 'CallbackAttemptSuppressed':
    case 'CallbackAttemptStarted':
    case 'CallbackCompleted':
      return [];
  }
}

/** Warned when this share of the window has passed, in percent. */
const MARKS = [80];

function runOf(
  { window, policy }: { readonly window: Window; readonly policy: ContactPolicyRef },
  after: CallbackState,
): ClockSignal {
  const [from, to] = [fromIso(window.from), fromIso(window.to)];
  const { name, version } = ROUND_THE_CLOCK;
  const target: Target = {
    clock: 'callback',
    within: formatDuration(to - from),
    calendar: { name, version },
    pausedBy: [],
    marks: MARKS,
  };
  return { signal: 'start-promised', cycle: after?.cycle ?? 1, target, policy, startsAt: from };
}

import type { RenegotiatedBy } from '@redress/complaints';
import { DomainError } from '@redress/kernel';
import type { CallbackCancelled, CallbackRescheduled, Window } from '../events';
import { about, refOf, type Deciding } from './deciding';
import { isMissedAt } from './state';
import { fitWindow } from './window-fit';

/** Another window takes the place of the present one, missed or not. Throws as `fitWindow`. */
export function reschedule(
  asked: Window,
  renegotiatedBy: RenegotiatedBy,
  deciding: Deciding,
): CallbackRescheduled {
  const { command, state, at } = deciding;
  const { quietHours } = command.contactPolicy;
  const data = {
    ...about(deciding),
    windowNumber: state.windowNumber + 1,
    ...fitWindow(asked, at, { quietHours, timeZone: state.timeZone }),
    previous: state.window,
    renegotiatedBy,
    missedBefore: isMissedAt(at, state),
    policy: refOf(command),
  };
  return { type: 'CallbackRescheduled', version: 1, occurredAt: at, data };
}

/** Throws DomainError `needs-leader`: what a customer was promised and did not get is not for its agent to let go. */
export function assertMayLetGo({ command: { actor }, state, at }: Deciding): void {
  const wasMissed = state.missedEarlier || isMissedAt(at, state);
  if (state.purpose !== 'promise' || !wasMissed) return;
  if (actor.role === 'shift-leader' || actor.role === 'supervisor') return;
  throw new DomainError(
    'forbidden',
    'needs-leader',
    'A promise that was missed is let go by a shift leader or a supervisor.',
  );
}

/** It is not owed any more. */
export const cancel = (reason: string, deciding: Deciding): CallbackCancelled => ({
  type: 'CallbackCancelled',
  version: 1,
  occurredAt: deciding.at,
  data: { ...about(deciding), reason, missedBefore: isMissedAt(deciding.at, deciding.state) },
});

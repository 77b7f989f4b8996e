import type { EpochMs } from '@redress/kernel';
import type { AboutCallback, ContactPolicyRef } from '../events';
import type { CallbackCommand, LaterCommand } from './commands';
import type { ContactFacts } from './contact-rules';
import type { CallbackOnRecord } from './state';

/** What every decision has at hand. */
export interface Deciding {
  readonly command: LaterCommand;
  readonly state: CallbackOnRecord;
  readonly at: EpochMs;
}

/** Why it was done, and where the callback stands. */
export function about({ command: { why }, state }: Pick<Deciding, 'command' | 'state'>): AboutCallback {
  const { callbackId, complaintId, customerId, purpose, team, owner, windowNumber, window } = state;
  return { ...why, callbackId, complaintId, customerId, purpose, team, owner, windowNumber, window };
}

/** What the contact policy looks at. */
export const contactFacts = ({ purpose, channel, timeZone, ...state }: CallbackOnRecord): ContactFacts => ({
  purpose,
  channel,
  timeZone,
  attemptsAt: state.attempts.map(({ startedAt }) => startedAt),
  attemptsCounted: state.attempts.length - state.attemptsBeforeAsked,
});

/** The cycle of the case that it asks after, where there is one. */
export const cycleOf = ({ cycle }: CallbackOnRecord) => (cycle === null ? {} : { cycle });

/** Names the contact policy by which was judged. */
export const refOf = ({ contactPolicy: { name, version } }: CallbackCommand): ContactPolicyRef => ({
  name,
  version,
});

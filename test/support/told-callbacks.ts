import { isClockEvent } from '@redress/clocks';
import { toIso, type EpochMs } from '@redress/kernel';
import {
  CALLBACK_ABOUT,
  CALLBACK_CONTEXT,
  callbackFactsFrom,
  CONTACT_POLICY_REF,
  deciderSpec,
} from '@redress/testing';
import type { AttemptOutcome, CallbackPurpose } from '@redress/callbacks';
import { callbackDecider, type CallbackStreamEvent } from '../../libs/callbacks/src/domain/callback-decider';
import type {
  CallbackCommand,
  CallbackCommandContext,
  CallbackOrder,
} from '../../libs/callbacks/src/domain/commands';

/** Nine o'clock in London, an hour before the window of CALLBACK_ABOUT opens: that is from minute 60 to 180. */
export const T0 = Date.UTC(2026, 2, 2, 9);
export const at = (minutes: number): EpochMs => T0 + minutes * 60_000;
export const iso = (minutes: number): string => toIso(at(minutes));
export const fact = callbackFactsFrom(T0);

/** An order that arrives at a minute, by an agent who says nothing else. */
export const command = (
  order: CallbackOrder,
  minute: number,
  context: Partial<CallbackCommandContext> = {},
): CallbackCommand => ({ ...order, now: at(minute), ...CALLBACK_CONTEXT, ...context });

/** Specs of a callback without its clock. */
export const callbacks = deciderSpec<
  ReturnType<typeof callbackDecider.evolve>,
  CallbackCommand,
  CallbackStreamEvent
>({
  ...callbackDecider,
  decide: (order, state) => callbackDecider.decide(order, state).filter((event) => !isClockEvent(event)),
});

export const about = (purpose: CallbackPurpose = 'promise') => ({ ...CALLBACK_ABOUT, purpose });

/** How it begins: of agent-1, about the second cycle of a case. */
export const scheduled = (purpose: CallbackPurpose = 'promise') =>
  fact('CallbackScheduled', 0, {
    ...about(purpose),
    ...{ channel: 'phone', timeZone: 'Europe/London', cycle: 2, policy: CONTACT_POLICY_REF },
  });

/** An attempt; by agent-1 unless it is said otherwise. */
export const started = (minute: number, purpose?: CallbackPurpose, attempt = 1, agent = 'agent-1') =>
  fact('CallbackAttemptStarted', minute, {
    ...about(purpose),
    ...{ attempt, agent, policy: CONTACT_POLICY_REF },
  });

/** How the attempt that was started at minute `from` ended. */
export const attempted = (
  minute: number,
  outcome: AttemptOutcome,
  from: number,
  purpose?: CallbackPurpose,
  attempt = 1,
) =>
  fact('CallbackAttempted', minute, {
    ...about(purpose),
    ...{ attempt, agent: 'agent-1', outcome, startedAt: iso(from) },
  });

import { fromIso, type EpochMs } from '@redress/kernel';
import type {
  AboutCallback,
  AttemptOutcome,
  CallbackChannel,
  CallbackEvent,
  CallbackPurpose,
  Window,
} from '../events';

/** One attempt; it is going on while it has no outcome. */
export interface Attempt {
  readonly agent: string;
  readonly startedAt: EpochMs;
  readonly outcome: AttemptOutcome | null;
}

/** A callback on record, as far as its decisions need it. */
export interface CallbackOnRecord {
  readonly callbackId: string;
  readonly complaintId: string | null;
  readonly customerId: string;
  readonly purpose: CallbackPurpose;
  readonly team: string;
  readonly owner: string | null;
  /** Its owner has taken it up. */
  readonly claimed: boolean;
  readonly windowNumber: number;
  readonly window: Window;
  readonly channel: CallbackChannel;
  readonly timeZone: string;
  readonly cycle: number | null;
  /** The latest instant of any fact so far. */
  readonly lastFactAt: EpochMs;
  /** All of them, the first being number 1. */
  readonly attempts: readonly Attempt[];
  /** How many there had been when the customer last asked for another window: the policy's most is counted from there. */
  readonly attemptsBeforeAsked: number;
  /** When the customer was first reached in the present window, or after it, and who did last; null while nobody was. */
  readonly reached: { readonly at: EpochMs; readonly agent: string } | null;
  /** A window before the present one had passed. */
  readonly missedEarlier: boolean;
  readonly end: 'completed' | 'cancelled' | 'unreachable' | null;
}

/** `undefined` before it is scheduled. */
export type CallbackState = CallbackOnRecord | undefined;

/** Folds one event of the callback into its state. */
export function evolve(state: CallbackState, event: CallbackEvent): CallbackState {
  if (event.type === 'CallbackScheduled') {
    const { callbackId, complaintId, customerId, purpose, channel, timeZone, cycle = null } = event.data;
    return {
      callbackId,
      complaintId,
      customerId,
      purpose,
      channel,
      timeZone,
      cycle,
      ...placeOf(event.data),
      claimed: false,
      lastFactAt: event.occurredAt,
      attempts: [],
      attemptsBeforeAsked: 0,
      reached: null,
      missedEarlier: false,
      end: null,
    };
  }
  return state === undefined
    ? undefined
    : {
        ...state,
        ...placeOf(event.data),
        lastFactAt: Math.max(state.lastFactAt, event.occurredAt),
        ...changeBy(event, state),
      };
}

/** What every event says of where it stands. */
const placeOf = ({ team, owner, windowNumber, window }: AboutCallback) => ({
  team,
  owner,
  windowNumber,
  window,
});

function changeBy(
  event: Exclude<CallbackEvent, { type: 'CallbackScheduled' }>,
  state: CallbackOnRecord,
): Partial<CallbackOnRecord> {
  switch (event.type) {
    case 'CallbackClaimed':
      return { claimed: true };
    case 'CallbackTransferred':
      return { claimed: false };
    case 'CallbackAttemptSuppressed':
      return {};
    case 'CallbackAttemptStarted': {
      const started = { agent: event.data.agent, startedAt: event.occurredAt, outcome: null };
      return { attempts: [...state.attempts, started] };
    }
    case 'CallbackAttempted': {
      const { agent, outcome, startedAt } = event.data;
      const ended = { agent, startedAt: fromIso(startedAt), outcome };
      const reached =
        outcome === 'reached' ? { at: state.reached?.at ?? event.occurredAt, agent } : state.reached;
      return { attempts: [...state.attempts.slice(0, -1), ended], reached };
    }
    case 'CallbackRescheduled':
      return {
        reached: null,
        missedEarlier: state.missedEarlier || event.data.missedBefore,
        ...(event.data.renegotiatedBy === 'customer' ? { attemptsBeforeAsked: state.attempts.length } : {}),
      };
    case 'CallbackCompleted':
      return { end: 'completed' };
    case 'CallbackUnreachable':
      return { end: 'unreachable' };
    case 'CallbackCancelled':
      return { end: 'cancelled' };
  }
}

/** The attempt that is going on, and its number. */
export function openAttempt({
  attempts,
}: CallbackOnRecord): (Attempt & { readonly number: number }) | undefined {
  const last = attempts.at(-1);
  return last?.outcome === null ? { ...last, number: attempts.length } : undefined;
}

/** Whether the present window had passed, at an instant, before the customer was reached. Reached at its very end is in time. */
export const isMissedAt = (at: EpochMs, { window, reached }: CallbackOnRecord): boolean =>
  (reached?.at ?? at) > fromIso(window.to);

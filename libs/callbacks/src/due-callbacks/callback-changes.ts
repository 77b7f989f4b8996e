import type { ClockBreached } from '@redress/clocks';
import { fromIso, type Recorded } from '@redress/kernel';
import type { CallbackEvent, Moved } from '../events';
import type { CallbackAttempt, CallbackRow } from './callback-row';

type Scheduling = Extract<Recorded<CallbackEvent>, { readonly type: 'CallbackScheduled' }>;
type LaterFact = Exclude<Recorded<CallbackEvent>, Scheduling>;

/** The callback after one more of its facts. Throws where it was never scheduled. */
export function callbackAfter(before: CallbackRow | undefined, fact: Recorded<CallbackEvent>): CallbackRow {
  const revision = fact.actor.kind === 'system' ? (before?.revision ?? -1) : fact.revision;
  if (fact.type === 'CallbackScheduled') return { ...scheduled(fact), revision };
  if (before === undefined) throw new Error(`${fact.type} of a callback that was never scheduled`);
  return { ...before, ...standing(fact), ...changeBy(before, fact), revision };
}

/** The callback after its present window has passed: the clock of a window before it was closed when this one was agreed. */
export const missed = (before: CallbackRow, { dueAt }: ClockBreached['data']): CallbackRow => ({
  ...before,
  missed_at: fromIso(dueAt),
  windows_missed: before.windows_missed + 1,
});

/** What every fact says of where the callback stands. */
const standing = ({ data: { team, owner, windowNumber, window } }: Recorded<CallbackEvent>) => ({
  team,
  owner,
  window_number: windowNumber,
  window_from: fromIso(window.from),
  window_to: fromIso(window.to),
});

const movedFrom = (moved: Moved | undefined) => ({
  asked_from: moved === undefined ? null : fromIso(moved.asked.from),
  asked_to: moved === undefined ? null : fromIso(moved.asked.to),
  moved_by: moved?.movedBy ?? null,
});

/** Nothing holds an attempt back, as far as is known. */
const FREE = { suppressed_by: null, next_allowed_at: null } as const;

const scheduled = (fact: Scheduling): Omit<CallbackRow, 'revision'> => ({
  callback_id: fact.data.callbackId,
  complaint_id: fact.data.complaintId,
  customer_id: fact.data.customerId,
  purpose: fact.data.purpose,
  channel: fact.data.channel,
  time_zone: fact.data.timeZone,
  language: fact.data.language ?? null,
  number_ref: fact.data.numberRef ?? null,
  cycle: fact.data.cycle ?? null,
  state: 'scheduled',
  claimed: false,
  ...standing(fact),
  ...movedFrom(fact.data.moved),
  missed_at: null,
  windows_missed: 0,
  attempts: [],
  last_outcome: null,
  reached_at: null,
  ...FREE,
  answers: null,
  cancelled_because: null,
  scheduled_at: fact.occurredAt,
  ended_at: null,
});

function changeBy(before: CallbackRow, fact: LaterFact): Partial<CallbackRow> {
  const { occurredAt: at } = fact;
  switch (fact.type) {
    case 'CallbackClaimed':
      return { claimed: true };
    case 'CallbackTransferred':
      return { claimed: false };
    case 'CallbackAttemptSuppressed': {
      const { rule, nextAllowedAt } = fact.data;
      return {
        suppressed_by: rule,
        next_allowed_at: nextAllowedAt === null ? null : fromIso(nextAllowedAt),
      };
    }
    case 'CallbackAttemptStarted': {
      const { attempt: number, agent, windowNumber } = fact.data;
      const started = { number, agent, windowNumber, startedAt: at, endedAt: null, outcome: null };
      return { state: 'attempting', ...FREE, attempts: [...before.attempts, started] };
    }
    case 'CallbackAttempted': {
      const { attempt, outcome } = fact.data;
      const reachedAt = outcome === 'reached' ? (before.reached_at ?? at) : before.reached_at;
      return {
        state: reachedAt === null ? 'scheduled' : 'reached',
        reached_at: reachedAt,
        last_outcome: outcome,
        attempts: before.attempts.map((one): CallbackAttempt =>
          one.number === attempt ? { ...one, endedAt: at, outcome } : one,
        ),
      };
    }
    case 'CallbackRescheduled':
      return {
        state: 'scheduled',
        ...movedFrom(fact.data.moved),
        missed_at: null,
        reached_at: null,
        ...FREE,
      };
    case 'CallbackCompleted':
      return { state: 'completed', ended_at: at, ...FREE, answers: fact.data.answers };
    case 'CallbackUnreachable':
      return { state: 'unreachable', ended_at: at, ...FREE };
    case 'CallbackCancelled':
      return { state: 'cancelled', ended_at: at, ...FREE, cancelled_because: fact.data.reason };
  }
}

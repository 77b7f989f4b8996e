import { fromIso, type EpochMs } from '@redress/kernel';
import type { ClockName, PolicyRef } from '@redress/sla';
import type { ClockEvent, DueInstant, KnownVerdict } from '../events';

/**
 * `paused`: it stands still · `beyond-calendar`: it runs, and its due instant lies beyond what its calendar vouches for · `breached`:
 * missed, and still going · `met`, `missed`: it was stopped, in time or not · `closed`: it ended without a verdict. By all that is known
 * now: see `corrected_from`.
 */
export const CLOCK_STATES = [
  'running',
  'paused',
  'beyond-calendar',
  'breached',
  'met',
  'missed',
  'closed',
] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** The states of a clock that waits for its stop. */
export const GOING_STATES = [
  'running',
  'paused',
  'beyond-calendar',
  'breached',
] as const satisfies readonly ClockState[];

/**
 * One run of a clock as it stands by the facts about it alone, in the columns of a row: what read models keep that show clocks. No calendar
 * is needed: every fact says what is due by it.
 */
export interface StandingClock {
  readonly clock: ClockName;
  readonly instance: number;
  readonly cycle: number;
  readonly state: ClockState;
  readonly started_at: EpochMs;
  /** Null while the clock stands still for as long as it likes, or where its calendar does not reach that far. */
  readonly due_at: EpochMs | null;
  /** The warning marks that it has passed, in percent. */
  readonly marks: readonly number[];
  /** Those that it has passed by the running time that was left (`PT30M`). */
  readonly near_marks: readonly string[];
  readonly breached_at: EpochMs | null;
  /** When it was stopped or closed. */
  readonly ended_at: EpochMs | null;
  /** What was judged, where a fact that was told late has changed what is to be said; else null. */
  readonly corrected_from: KnownVerdict | null;
  readonly policy_name: string;
  readonly policy_version: number;
  /** Counts from 1; null where no rule matched, or a person set the target. */
  readonly policy_rule: number | null;
}

/** The columns of a `StandingClock`. */
export const STANDING_CLOCK_COLUMNS = {
  clock: 'text',
  instance: 'integer',
  cycle: 'integer',
  state: 'text',
  started_at: 'bigint',
  due_at: 'bigint',
  marks: 'jsonb',
  near_marks: 'jsonb',
  breached_at: 'bigint',
  ended_at: 'bigint',
  corrected_from: 'text',
  policy_name: 'text',
  policy_version: 'integer',
  policy_rule: 'integer',
} as const satisfies Record<keyof StandingClock, string>;

export const isGoing = ({ state }: Pick<StandingClock, 'state'>): boolean =>
  (GOING_STATES as readonly ClockState[]).includes(state);

/**
 * The clocks of a stream that change with a clock fact, as they are after it.
 * @param beside what a clock that starts has in its row beside its own columns
 */
export function changedByClockFact<Beside extends object>(
  clocks: readonly (StandingClock & Beside)[],
  event: ClockEvent,
  beside: Beside,
): readonly (StandingClock & Beside)[] {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, cycle, startedAt, policy } = event.data;
      return [
        {
          ...beside,
          clock,
          instance,
          cycle,
          started_at: fromIso(startedAt),
          ...dueFrom(event.data),
          marks: [],
          near_marks: [],
          breached_at: null,
          ended_at: null,
          corrected_from: null,
          ...policyOf(policy),
        },
      ];
    }
    case 'ClockRetargeted':
    case 'ClockExtended':
      return change(clocks, event.data, (before) => ({
        ...dueUnlessMissed(before, event.data),
        ...policyOf(event.data.policy),
      }));
    case 'ClocksPaused':
    case 'ClocksResumed':
      return event.data.clocks.flatMap((due) =>
        change(clocks, due, (before) => dueUnlessMissed(before, due)),
      );
    case 'ClockMarkReached':
      return change(clocks, event.data, ({ marks }) => ({ marks: [...marks, event.data.mark] }));
    case 'ClockNearDue':
      return change(clocks, event.data, ({ near_marks }) => ({
        near_marks: [...near_marks, event.data.before],
      }));
    case 'ClockBreached': {
      const at = fromIso(event.data.dueAt);
      return change(clocks, event.data, () => ({ state: 'breached', due_at: at, breached_at: at }));
    }
    case 'ClockStopped': {
      const { verdict, dueAt, stoppedAt } = event.data;
      return change(clocks, event.data, (before) => ({
        // A clock that is known to have ended without a verdict before that stays so.
        state: isGoing(before) ? verdict : before.state,
        due_at: dueAt === null ? null : fromIso(dueAt),
        ended_at: fromIso(stoppedAt),
      }));
    }
    case 'ClockClosed':
      return change(clocks, event.data, ({ state }) => ({
        // What was missed stays missed, whatever becomes of it.
        state: state === 'breached' ? 'missed' : 'closed',
        ended_at: fromIso(event.data.closedAt),
      }));
    case 'ClockPauseExpired':
      // It runs again: where no instant is known at which it is due, that lies beyond its calendar.
      return change(clocks, event.data, (before) =>
        dueUnlessMissed(before, { dueAt: event.data.clockDueAt, beyondCalendar: true }),
      );
    case 'VerdictCorrected': {
      const { judged, known, endedAt } = event.data;
      const { state: going, due_at } = dueFrom(event.data);
      const ended_at = endedAt === null ? null : fromIso(endedAt);
      const missedGoing = known === 'missed' && ended_at === null;
      return change(clocks, event.data, () => ({
        state: missedGoing ? 'breached' : known === 'running' ? going : known,
        due_at,
        breached_at: known === 'missed' ? due_at : null,
        ended_at,
        corrected_from: judged,
      }));
    }
    case 'ClockRetargetedInVain':
    case 'ClockStopCorrected':
      return [];
  }
}

const change = <Row extends StandingClock>(
  clocks: readonly Row[],
  { clock, instance }: Pick<StandingClock, 'clock' | 'instance'>,
  by: (before: StandingClock) => Partial<StandingClock>,
): readonly Row[] =>
  clocks
    .filter((one) => one.clock === clock && one.instance === instance)
    .map((before) => ({ ...before, ...by(before) }));

const dueFrom = ({ dueAt, paused, beyondCalendar }: DueInstant): Pick<StandingClock, 'state' | 'due_at'> => {
  if (dueAt !== null) return { state: paused === true ? 'paused' : 'running', due_at: fromIso(dueAt) };
  return { state: beyondCalendar === true ? 'beyond-calendar' : 'paused', due_at: null };
};

/** A breach that is on record stays, also where a fact from before it is told; whether it still holds, a correction says. */
const dueUnlessMissed = ({ state }: StandingClock, due: DueInstant): Partial<StandingClock> =>
  state === 'breached' ? {} : dueFrom(due);

const policyOf = ({ name, version, rule }: PolicyRef) => ({
  policy_name: name,
  policy_version: version,
  policy_rule: rule,
});

import type { ClockEvent, DueInstant } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import { isGoing, type ClockPlacement, type TeamClock } from './team-clock';

/** The clocks of a case that change with a clock fact, as they are after it. */
export function changedByClockFact(
  clocks: readonly TeamClock[],
  event: ClockEvent,
  placement: ClockPlacement,
): readonly TeamClock[] {
  switch (event.type) {
    case 'ClockStarted': {
      const { clock, instance, cycle, startedAt, policy } = event.data;
      return [
        {
          ...placement,
          has_left: false,
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
      return change(clocks, event.data, () => ({ state: 'closed', ended_at: fromIso(event.data.closedAt) }));
    case 'ClockPauseExpired':
      return change(clocks, event.data, (before) =>
        dueUnlessMissed(before, { dueAt: event.data.clockDueAt }),
      );
    case 'VerdictCorrected': {
      const { judged, known, dueAt, endedAt } = event.data;
      const due_at = dueAt === null ? null : fromIso(dueAt);
      const ended_at = endedAt === null ? null : fromIso(endedAt);
      const missedGoing = known === 'missed' && ended_at === null;
      const going = missedGoing ? 'breached' : known === 'running' && due_at === null ? 'paused' : known;
      return change(clocks, event.data, () => ({
        state: going,
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

/** The clocks of a case that change with where it stands: those that still go, and the marks that they leave with a former team. */
export const changedByPlacement = (
  clocks: readonly TeamClock[],
  placement: ClockPlacement,
): readonly TeamClock[] =>
  clocks
    .filter(isGoing)
    .flatMap((clock) => [
      ...(clock.team === placement.team ? [] : [{ ...clock, has_left: true }]),
      { ...clock, ...placement },
    ]);

const change = (
  clocks: readonly TeamClock[],
  { clock, instance }: Pick<TeamClock, 'clock' | 'instance'>,
  by: (before: TeamClock) => Partial<TeamClock>,
): readonly TeamClock[] =>
  clocks
    .filter((one) => one.clock === clock && one.instance === instance)
    .map((before) => ({ ...before, ...by(before) }));

const dueFrom = ({ dueAt, paused, beyondCalendar }: DueInstant): Pick<TeamClock, 'state' | 'due_at'> => {
  if (dueAt !== null) return { state: paused === true ? 'paused' : 'running', due_at: fromIso(dueAt) };
  return { state: beyondCalendar === true ? 'beyond-calendar' : 'paused', due_at: null };
};

/** A breach that is on record stays, also where a fact from before it is told; whether it still holds, a correction says. */
const dueUnlessMissed = ({ state }: TeamClock, due: DueInstant): Partial<TeamClock> =>
  state === 'breached' ? {} : dueFrom(due);

const policyOf = ({
  name,
  version,
  rule,
}: {
  readonly name: string;
  readonly version: number;
  readonly rule: number | null;
}) => ({
  policy_name: name,
  policy_version: version,
  policy_rule: rule,
});

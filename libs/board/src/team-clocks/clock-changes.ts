import type { ClockEvent } from '@redress/clocks';
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
      const { clock, instance, cycle, startedAt, policy, dueAt } = event.data;
      return [
        {
          ...placement,
          has_left: false,
          clock,
          instance,
          cycle,
          started_at: fromIso(startedAt),
          ...dueFrom(dueAt),
          marks: [],
          breached_at: null,
          ended_at: null,
          ...policyOf(policy),
        },
      ];
    }
    case 'ClockRetargeted':
    case 'ClockExtended':
      return change(clocks, event.data, () => ({
        ...dueFrom(event.data.dueAt),
        ...policyOf(event.data.policy),
      }));
    case 'ClocksPaused':
    case 'ClocksResumed':
      return event.data.clocks.flatMap((due) => change(clocks, due, () => dueFrom(due.dueAt)));
    case 'ClockMarkReached':
      return change(clocks, event.data, ({ marks }) => ({ marks: [...marks, event.data.mark] }));
    case 'ClockBreached': {
      const at = fromIso(event.data.dueAt);
      return change(clocks, event.data, () => ({ state: 'breached', due_at: at, breached_at: at }));
    }
    case 'ClockStopped': {
      const { verdict, dueAt, stoppedAt } = event.data;
      return change(clocks, event.data, () => ({
        state: verdict,
        due_at: dueAt === null ? null : fromIso(dueAt),
        ended_at: fromIso(stoppedAt),
      }));
    }
    case 'ClockClosed':
      return change(clocks, event.data, () => ({ state: 'closed', ended_at: fromIso(event.data.closedAt) }));
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

const dueFrom = (dueAt: string | null): Pick<TeamClock, 'state' | 'due_at'> =>
  dueAt === null ? { state: 'paused', due_at: null } : { state: 'running', due_at: fromIso(dueAt) };

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

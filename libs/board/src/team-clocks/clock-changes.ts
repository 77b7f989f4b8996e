import { isGoing } from '@redress/clocks';
import type { ClockPlacement, TeamClock } from './team-clock';

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

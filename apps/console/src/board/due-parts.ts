import type { BoardClock } from '../api/types';

const SOON_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;

/** Clocks that stand by due instant, those without one last, cut where that is. */
interface DueParts {
  readonly due: readonly BoardClock[];
  /** They run, and are due after the end of their calendar. */
  readonly beyond: readonly BoardClock[];
  readonly paused: readonly BoardClock[];
}

export function duePartsOf(clocks: readonly BoardClock[]): DueParts {
  const firstWithout = clocks.findIndex(({ dueAt }) => dueAt === null);
  if (firstWithout === -1) return { due: clocks, beyond: [], paused: [] };
  const without = clocks.slice(firstWithout);
  return {
    due: clocks.slice(0, firstWithout),
    beyond: without.filter(({ state }) => state === 'beyond-calendar'),
    paused: without.filter(({ state }) => state !== 'beyond-calendar'),
  };
}

/** How many of them are due by an instant: found by halving, for it is asked every second. */
function dueBy(due: readonly BoardClock[], at: number): number {
  let [low, high] = [0, due.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Date.parse(due[middle]?.dueAt ?? '') <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many are late, and how many will be within a quarter of an hour and within an hour. */
export function urgenciesOf({ due }: DueParts, now: number) {
  const late = dueBy(due, now);
  return { late, soon: dueBy(due, now + SOON_MS) - late, hour: dueBy(due, now + HOUR_MS) - late };
}

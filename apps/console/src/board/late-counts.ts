import { useMemo } from 'react';
import type { BoardClock } from '../api/types';
import { useNow } from '../ui/use-now';
import { duePartsOf, urgenciesOf } from './due-parts';
import type { Only } from './only';

/** How many clocks are late, by whose they are: as many as the list then shows. */
export type LateCounts = (of: Only) => number;

const keyOf = ({ team, agent }: Only): string => `${team} ${agent ?? ''}`;

export function useLateCounts(clocks: readonly BoardClock[]): LateCounts {
  const now = useNow();
  const parts = useMemo(() => duePartsOf(clocks), [clocks]);
  const { late } = urgenciesOf(parts, now);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const clock of parts.due.slice(0, late)) {
      const key = keyOf(clock);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return (of) => counts.get(keyOf(of)) ?? 0;
  }, [parts, late]);
}

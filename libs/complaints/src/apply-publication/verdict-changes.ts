import type { VerdictReassessed } from '@redress/clocks';
import type { VerdictChange } from '@redress/policies';

/** How many clocks were judged one way and are judged another way, or the same way, now: with some more of them. */
export function addVerdicts(
  counted: readonly VerdictChange[],
  more: readonly Pick<VerdictReassessed['data'], 'judged' | 'now'>[],
): readonly VerdictChange[] {
  const clocks = new Map(counted.map((one) => [keyOf(one), one]));
  for (const { judged, now } of more) {
    const known = clocks.get(keyOf({ judged, now }))?.clocks ?? 0;
    clocks.set(keyOf({ judged, now }), { judged, now, clocks: known + 1 });
  }
  return [...clocks.values()];
}

const keyOf = ({ judged, now }: Pick<VerdictChange, 'judged' | 'now'>): string => `${judged} ${now}`;

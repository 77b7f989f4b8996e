import type { JudgedRun } from '@redress/clocks';
import type { Place } from './place';

/** A run, and where it is filed; undefined while it goes. */
export interface FiledRun {
  readonly run: JudgedRun;
  readonly place: Place | undefined;
}

/** The two sides of one run. */
export interface RunPair {
  readonly was: FiledRun | undefined;
  readonly wouldBe: FiledRun | undefined;
}

/**
 * The runs that are the same one on both sides: of the same clock, in the same cycle, from the same start. Where there are several such (a
 * clock that lost its target and was given one again) the last are alike.
 */
export function pairedRuns(
  recorded: readonly FiledRun[],
  wouldBe: readonly FiledRun[],
): ReadonlyMap<string, readonly RunPair[]> {
  const sides = [groupedByStart(recorded), groupedByStart(wouldBe)] as const;
  const names = new Set([...sides[0].keys(), ...sides[1].keys()]);
  return new Map(
    [...names].map((name) => {
      const [was = [], would = []] = sides.map((side) => side.get(name));
      const length = Math.max(was.length, would.length);
      const pairs = Array.from({ length }, (_, n): RunPair => ({
        was: was.at(-1 - n),
        wouldBe: would.at(-1 - n),
      }));
      return [name, pairs];
    }),
  );
}

function groupedByStart(runs: readonly FiledRun[]): ReadonlyMap<string, readonly FiledRun[]> {
  const groups = new Map<string, FiledRun[]>();
  for (const filed of runs) {
    const { clock, cycle, startedAt } = filed.run;
    const name = `${clock} ${String(cycle)} ${String(startedAt)}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [filed]);
    else group.push(filed);
  }
  return groups;
}

import type { EpochMs, Interval } from './interval';

/** A time in which a clock stands still; without `to` it has not ended yet. */
export interface Pause {
  readonly from: EpochMs;
  readonly to?: EpochMs;
  /** For how long it counts at most, from its own start on the calendar of the clock: `PT4H`, `P3BD` or `P3CD`. */
  readonly longest?: string;
}

/** The times after `start` that pauses cover, in order and disjoint; one that has not ended goes on for ever. */
export function* blocked(pauses: readonly Pause[], start: EpochMs): Generator<Interval> {
  let [from, to] = [start, start];
  for (const pause of pauses) {
    const end = pause.to ?? Infinity;
    if (end <= to) continue;
    if (pause.from > to) {
      if (to > from) yield { from, to };
      from = pause.from;
    }
    to = end;
  }
  if (to > from) yield { from, to };
}

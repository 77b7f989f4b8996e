/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Half-open: `from` belongs to it, `to` does not. */
export interface Interval {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * The parts of `open` that lie after `start` and in none of `blocked`, in order. Both inputs are in order; `open` is disjoint,
 * `blocked` may overlap itself. Lazy: `open` may be endless.
 */
export function* running(
  start: EpochMs,
  open: Iterable<Interval>,
  blocked: readonly Interval[],
): Generator<Interval> {
  for (const window of open) {
    let from = Math.max(window.from, start);
    for (const pause of blocked) {
      if (pause.to <= from) continue;
      if (pause.from >= window.to) break;
      if (pause.from > from) yield { from, to: pause.from };
      from = pause.to;
    }
    if (from < window.to) yield { from, to: window.to };
  }
}

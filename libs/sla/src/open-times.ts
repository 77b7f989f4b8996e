import type { EpochMs, Interval } from './interval';
import type { DurationMs } from './duration';
import { SlaError } from './sla-error';

const ALWAYS: Interval = { from: -Infinity, to: Infinity };

/**
 * Half-open intervals in which time counts, known within a horizon. Every question is answered by binary search over the edges and their
 * sums, so years cost no more than days. Throws SlaError `beyond-horizon` where an answer would depend on what is not known.
 */
export class OpenTimes {
  readonly #from: Float64Array;
  readonly #to: Float64Array;
  /** Open time before the interval of the same index. */
  readonly #before: Float64Array;

  /** @param intervals in order, disjoint; the first may begin before the horizon, none ends after it */
  constructor(
    intervals: readonly Interval[],
    readonly horizon: Interval = ALWAYS,
  ) {
    this.#from = Float64Array.from(intervals, ({ from }) => from);
    this.#to = Float64Array.from(intervals, ({ to }) => to);
    this.#before = new Float64Array(intervals.length);
    let sum = 0;
    intervals.forEach(({ from, to }, index) => {
      this.#before[index] = sum;
      sum += to - from;
    });
  }

  /** The open intervals that end after `from` and begin before `until`, whole, in order, as they are asked for. */
  *openFrom(from: EpochMs, until: EpochMs = Infinity): Generator<Interval> {
    this.assertKnown(from);
    for (let index = this.#endingAfter(from); index < this.#from.length; index++) {
      const interval = this.#at(index);
      if (interval.from >= until) return;
      yield interval;
    }
    if (until > this.horizon.to) this.assertKnown(until);
  }

  /** For how many milliseconds of `from` to `to` it is open. */
  openTime(from: EpochMs, to: EpochMs): DurationMs {
    if (to <= from) return 0;
    this.assertKnown(from);
    this.assertKnown(to);
    const first = this.#endingAfter(from);
    const last = this.#endingAfter(to);
    // What lies before `to` of the interval that ends after it.
    const ofLast = last < this.#from.length ? Math.max(0, to - Math.max(from, this.#at(last).from)) : 0;
    if (first === last) return ofLast;
    const { from: begin, to: end } = this.#at(first);
    return end - Math.max(from, begin) + this.#sum(first + 1, last) + ofLast;
  }

  /** The earliest instant by which it has been open for `length` since `from`; undefined where that is after `until`. */
  reach(from: EpochMs, length: DurationMs, until: EpochMs = Infinity): EpochMs | undefined {
    if (length <= 0) return from;
    this.assertKnown(from);
    const at = this.#reached(from, length);
    if (at !== undefined) return at <= until ? at : undefined;
    if (until > this.horizon.to) this.assertKnown(until);
    return undefined;
  }

  #reached(from: EpochMs, length: DurationMs): EpochMs | undefined {
    const first = this.#endingAfter(from);
    const count = this.#from.length;
    if (first >= count) return undefined;
    const { from: begin, to: end } = this.#at(first);
    const ofFirst = end - Math.max(from, begin);
    if (length <= ofFirst) return Math.max(from, begin) + length;
    const left = length - ofFirst;
    const index = search(first + 1, count, (at) => this.#sum(first + 1, at + 1) >= left);
    return index < count ? this.#at(index).from + left - this.#sum(first + 1, index) : undefined;
  }

  /** The index of the first interval that ends after `at`. */
  #endingAfter(at: EpochMs): number {
    return search(0, this.#to.length, (index) => (this.#to[index] ?? Infinity) > at);
  }

  #at(index: number): Interval {
    return { from: this.#from[index] ?? Infinity, to: this.#to[index] ?? Infinity };
  }

  /** The open time of the intervals from index `first` to before index `end`. */
  #sum(first: number, end: number): DurationMs {
    if (end <= first) return 0;
    const { from, to } = this.#at(end - 1);
    return (this.#before[end - 1] ?? 0) + (to - from) - (this.#before[first] ?? 0);
  }

  /** Throws SlaError `beyond-horizon`. */
  assertKnown(at: EpochMs): void {
    if (at < this.horizon.from || at > this.horizon.to) throw beyondHorizon(this.horizon);
  }
}

/** When a clock may run. */
export type Times = Pick<OpenTimes, 'horizon' | 'openFrom' | 'openTime' | 'reach'>;

/** The first of the indices from `low` to before `high` for which `holds`, else `high`. It must hold for all after the first. */
export function search(low: number, high: number, holds: (index: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The refusal of a question that the calendar can't answer. */
export function beyondHorizon({ from, to }: Interval): SlaError {
  const [first, last] = [from, to].map((at) =>
    Number.isFinite(at) ? new Date(at).toISOString() : String(at),
  );
  return new SlaError(
    'beyond-horizon',
    `the calendar is known from ${first ?? ''} to ${last ?? ''}; publish a version with a longer horizon`,
  );
}

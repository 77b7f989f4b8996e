import type { DurationMs } from './duration';
import type { EpochMs } from './interval';
import { beyondHorizon, search, type OpenTimes } from './open-times';
import { blocked, type Pause } from './pause';

/** A day that counts: a working day, or any day of the calendar. */
export interface CountedDay {
  /** The midnight with which its date begins. */
  readonly begins: EpochMs;
  /** The end of its last hours. */
  readonly closes: EpochMs;
  /** How long it is open. */
  readonly openMs: DurationMs;
}

/** Counts days: the measure of `PnBD` over working days, and of `PnCD` over all. */
export class DayCount {
  /**
   * @param times when a clock runs that counts these days
   * @param days in order, each with some open time, and nothing open between them
   */
  constructor(
    readonly times: OpenTimes,
    private readonly days: readonly CountedDay[],
  ) {}

  /**
   * The close of the `count`-th day after the date of `start`, later by the days and parts of days that pauses covered: a part is the share
   * of that day's hours, and is added as the same share of the hours of the day on which the clock ends. Undefined while an open pause
   * keeps it from ever getting there.
   */
  due(start: EpochMs, count: number, pauses: readonly Pause[]): EpochMs | undefined {
    this.times.assertKnown(start);
    const last =
      search(0, this.days.length, (index) => (this.days[index]?.begins ?? Infinity) > start) + count - 1;
    const paused = new PausedDays();
    let due = this.#after(last, paused);
    for (const { from, to } of blocked(pauses, start)) {
      if (from >= due) break;
      this.times.assertKnown(from);
      if (to === Infinity) return undefined;
      due = this.#cover(paused, from, to) ? this.#after(last, paused) : Infinity;
    }
    if (due === Infinity) throw beyondHorizon(this.times.horizon);
    return due;
  }

  /** The instant that lies `paused` after the close of a day; Infinity where that is not known. */
  #after(index: number, paused: PausedDays): EpochMs {
    const [day, next] = [this.days[index + paused.whole], this.days[index + paused.whole + 1]];
    if (paused.isWhole || day === undefined) return day?.closes ?? Infinity;
    return next === undefined
      ? Infinity
      : (this.times.reach(day.closes, paused.partOf(next.openMs)) ?? Infinity);
  }

  /** Adds what lies between two instants; says whether that is known. */
  #cover(paused: PausedDays, from: EpochMs, to: EpochMs): boolean {
    const first = search(0, this.days.length, (index) => (this.days[index]?.closes ?? Infinity) > from);
    const last = search(first, this.days.length, (index) => (this.days[index]?.closes ?? Infinity) >= to);
    const [one, other] = [this.days[first], this.days[last]];
    if (one === undefined || other === undefined) return false;
    if (first === last) {
      paused.add(0, this.times.openTime(from, to), one.openMs);
    } else {
      paused.add(last - first - 1, this.times.openTime(from, one.closes), one.openMs);
      paused.add(0, other.openMs - this.times.openTime(to, other.closes), other.openMs);
    }
    return true;
  }
}

/** A sum of days and of shares of days of different length, exact to the last digit. */
class PausedDays {
  whole = 0;
  #numerator = 0n;
  #denominator = 1n;

  get isWhole(): boolean {
    return this.#numerator === 0n;
  }

  add(whole: number, part: DurationMs, of: DurationMs): void {
    const numerator = this.#numerator * BigInt(of) + BigInt(part) * this.#denominator;
    const denominator = this.#denominator * BigInt(of);
    const divisor = greatestCommonDivisor(numerator, denominator);
    this.whole += whole + Number(numerator / denominator);
    this.#numerator = (numerator % denominator) / divisor;
    this.#denominator = denominator / divisor;
  }

  /** The part in milliseconds of a day that is so long; a share of a millisecond is not reached before its end. */
  partOf(length: DurationMs): DurationMs {
    return Number((BigInt(length) * this.#numerator + this.#denominator - 1n) / this.#denominator);
  }
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? a : greatestCommonDivisor(b, a % b);

import type { EpochMs } from './instant';

/**
 * Where business time comes from: `occurredAt`, `recordedAt`, due instants. Machine time (time-outs, leases, back-off,
 * token expiry, logs) is read from the machine and never from here, so that a month can be lived in minutes.
 */
export interface Clock {
  now(): EpochMs;
}

/** Nest token of the Clock in use. */
export const CLOCK = Symbol('Clock');

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): EpochMs {
    return Date.now();
  }
}

/** A clock that stands still until it is moved. Used by replays and tests. */
export class VirtualClock implements Clock {
  #now: EpochMs;

  constructor(start: EpochMs) {
    this.#now = start;
  }

  now(): EpochMs {
    return this.#now;
  }

  /** Moves the clock forward to `at`. Throws a RangeError when `at` lies in its past. */
  advanceTo(at: EpochMs): void {
    if (at < this.#now)
      throw new RangeError(`a clock does not go back: ${String(at)} is before ${String(this.#now)}`);
    this.#now = at;
  }
}

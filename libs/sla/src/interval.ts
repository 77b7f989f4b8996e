/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Half-open: `from` belongs to it, `to` does not. */
export interface Interval {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

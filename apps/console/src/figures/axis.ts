const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Between two ticks of an axis of durations: what somebody counts in. */
const STEPS_MS = [
  ...[1, 2, 5, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 4, 8].map((n) => n * HOUR_MS),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY_MS),
];

const MOST_TICKS = 6;

/** Ticks of an axis from 0 on that are round: so far apart, up to the first one at or above the largest value. */
export interface Ticks {
  readonly step: number;
  readonly top: number;
}

/** Round ticks for durations up to `max` ms. */
export function durationTicks(max: number): Ticks {
  const longest = 28 * DAY_MS;
  const step =
    STEPS_MS.find((one) => max / one <= MOST_TICKS) ?? longest * Math.ceil(max / longest / MOST_TICKS);
  return { step, top: Math.max(1, Math.ceil(max / step)) * step };
}

const UNITS = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', SECOND_MS],
] as const;

/** A round duration (ms) in one unit where it is a whole number of it, as `90 min` never is `1.5 h`: that of the ticks next to it. */
export function tickLabel(ms: number, step: number, locale: string): string {
  const [unit, length] = UNITS.find(([, one]) => step % one === 0) ?? ['second', SECOND_MS];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(ms / length);
}

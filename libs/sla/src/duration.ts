import { SlaError } from './sla-error';

/** A length of running time, in milliseconds. */
export type DurationMs = number;

/** 100 years of 365 days: no promise is longer, and every instant that follows from one can be written. */
const LONGEST_DAYS = 100 * 365;
const LONGEST_MS = LONGEST_DAYS * 24 * 3_600_000;

const RUNNING_TIME = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;
const DAYS = /^P([1-9]\d{0,4})(BD|CD)$/;

/**
 * How long a target gives: `running-time` on the calendar, `working-days` (the close of the n-th working day after the day of the start)
 * or `calendar-days` (24:00 of the n-th day after it).
 */
export type Within =
  | { readonly kind: 'running-time'; readonly runFor: DurationMs }
  | { readonly kind: 'working-days' | 'calendar-days'; readonly days: number };

/**
 * Reads the `within` of a target: `PT4H` (running time), `P3BD` (working days) or `P3CD` (calendar days). A day alone is refused: whether
 * it means 24 hours, a working day or a calendar day is for the policy to say. Throws SlaError `duration-malformed`.
 */
export function parseWithin(text: string): Within {
  const days = DAYS.exec(text);
  if (days !== null && Number(days[1]) <= LONGEST_DAYS) {
    return { kind: days[2] === 'BD' ? 'working-days' : 'calendar-days', days: Number(days[1]) };
  }
  const runFor = runningTimeOf(text);
  return runFor === undefined
    ? malformed(
        text,
        ' such as PT15M, PT4H or PT1H30M, and no number of working days such as P3BD or calendar days such as P3CD',
      )
    : { kind: 'running-time', runFor };
}

/**
 * The milliseconds of an ISO 8601 duration of running time: `PT15M`, `PT4H`, `PT1H30M`. Anything with days is refused: see `parseWithin`.
 * At most 100 years. Throws SlaError `duration-malformed`.
 */
export function parseDuration(text: string): DurationMs {
  return (
    runningTimeOf(text) ?? malformed(text, '; write hours, minutes and seconds like PT15M, PT4H or PT1H30M')
  );
}

function runningTimeOf(text: string): DurationMs | undefined {
  const parts = RUNNING_TIME.exec(text);
  const milliseconds = ((count(parts?.[1]) * 60 + count(parts?.[2])) * 60 + count(parts?.[3])) * 1000;
  return milliseconds > 0 && milliseconds <= LONGEST_MS ? milliseconds : undefined;
}

const count = (digits: string | undefined): number => Number(digits ?? 0);

function malformed(text: string, advice: string): never {
  throw new SlaError('duration-malformed', `${JSON.stringify(text)} is no length of running time${advice}`);
}

/** The ISO 8601 text of a length of running time, in whole seconds rounded down; `PT1H30M` for 5,400,000. */
export function formatDuration(length: DurationMs): string {
  const seconds = Math.floor(length / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'H'],
    [Math.floor(seconds / 60) % 60, 'M'],
    [seconds % 60, 'S'],
  ] as const;
  return `PT${parts.map(([count, unit]) => (count === 0 ? '' : `${String(count)}${unit}`)).join('')}`;
}

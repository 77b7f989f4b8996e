import { SlaError } from './sla-error';

/** A length of running time, in milliseconds. */
export type DurationMs = number;

/** 100 years of 365 days: no promise is longer, and every instant that follows from one can be written. */
const LONGEST_MS = 100 * 365 * 24 * 3_600_000;

const RUNNING_TIME = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/;

/**
 * The milliseconds of an ISO 8601 duration of running time: `PT15M`, `PT4H`, `PT1H30M`. Anything with days is refused: whether a
 * day means 24 hours, a working day or a calendar day is for the policy to say. At most 100 years. Throws SlaError.
 */
export function parseDuration(text: string): DurationMs {
  const parts = RUNNING_TIME.exec(text);
  const [hours, minutes, seconds] = [parts?.[1], parts?.[2], parts?.[3]].map((part) => Number(part ?? 0));
  const milliseconds = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
  if (parts === null || milliseconds === 0 || milliseconds > LONGEST_MS) {
    throw new SlaError(
      'duration-malformed',
      `${JSON.stringify(text)} is no length of running time; write hours, minutes and seconds like PT15M, PT4H or PT1H30M`,
    );
  }
  return milliseconds;
}

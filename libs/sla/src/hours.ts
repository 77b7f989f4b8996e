import { SlaError } from './sla-error';

const DAY_MINUTES = 24 * 60;
const HOURS = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Minutes of wall time after the midnight with which the day begins; `to` is after `from`, and beyond 1440 where it is on the next day. */
export interface HoursOfDay {
  readonly from: number;
  readonly to: number;
}

/**
 * Hours as people write them, `09:00-12:30`. An end before the beginning is on the next day: `22:00-06:00`; the whole day is `00:00-24:00`.
 * Throws SlaError `calendar-malformed`.
 */
export function parseHours(text: string): HoursOfDay {
  const parts = HOURS.exec(text);
  const minutes = (hour: string | undefined, minute: string | undefined): number =>
    hour === undefined ? DAY_MINUTES : Number(hour) * 60 + Number(minute);
  const from = minutes(parts?.[1], parts?.[2]);
  const to = minutes(parts?.[3], parts?.[4]);
  if (parts === null || from === to) {
    throw new SlaError(
      'calendar-malformed',
      `${JSON.stringify(text)} are no hours; write them like 09:00-12:30, 22:00-06:00 (into the next day) or 00:00-24:00`,
    );
  }
  return { from, to: to < from ? to + DAY_MINUTES : to };
}

import { Temporal } from 'temporal-polyfill';
import type { StoredZone } from '../calendar-document';
import { DAY_MS } from '../local-date';
import { SlaError } from '../sla-error';

/** The days around a horizon whose wall times still need an offset: local days begin up to a day before or after those of UTC. */
const AROUND_DAYS = 3;

/**
 * What the time-zone database of this runtime says of a zone, from the first to the last day (counted from 1970-01-01).
 * @throws SlaError `zone-unknown`
 */
export function storeZone(name: string, firstDay: number, lastDay: number): StoredZone {
  const first = inZone(name, (firstDay - AROUND_DAYS) * DAY_MS);
  const end = (lastDay + AROUND_DAYS) * DAY_MS;
  const changes: { at: string; offsetSeconds: number }[] = [];
  let next = first.getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < end) {
    changes.push({ at: next.toInstant().toString(), offsetSeconds: offsetSeconds(next) });
    next = next.getTimeZoneTransition('next');
  }
  const { tz: tzdata } = process.versions;
  return {
    name: first.timeZoneId,
    ...(tzdata === undefined ? {} : { tzdata }),
    offsetSeconds: offsetSeconds(first),
    changes,
  };
}

const offsetSeconds = ({ offsetNanoseconds }: Temporal.ZonedDateTime): number => offsetNanoseconds / 1e9;

function inZone(name: string, at: number): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
  } catch {
    throw new SlaError(
      'zone-unknown',
      `there is no time zone ${JSON.stringify(name)}; name one like Europe/London`,
    );
  }
}

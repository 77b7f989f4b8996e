import fc from 'fast-check';
import {
  SlaError,
  type CalendarDocument,
  type EpochMs,
  type Pause,
  type SpecialDay,
  type Timing,
} from '../src';
import { storeZone } from '../src/build-calendar/store-zone';
import { DAY_MS, WEEKDAYS, dateOf, dayNumber, type Weekday } from '../src/local-date';
import { MINUTE_MS, StepperExhausted } from './minute-stepper';

/** Five weeks each, with a change of the zone in their midst. */
const ZONES = [
  ['Europe/London', '2026-03-12'],
  ['Europe/London', '2026-10-08'],
  ['America/New_York', '2026-10-15'],
  // Midnight is skipped, and the last hour of a day comes twice.
  ['America/Sao_Paulo', '2018-10-18'],
  ['America/Sao_Paulo', '2018-02-01'],
  // Half an hour of summer time.
  ['Australia/Lord_Howe', '2026-03-18'],
  // A day was skipped.
  ['Pacific/Apia', '2011-12-14'],
  // Half an hour was skipped for good.
  ['Asia/Pyongyang', '2018-04-18'],
  // Midnight comes twice.
  ['America/St_Johns', '2010-10-21'],
  // Summer time but for Ramadan.
  ['Africa/Casablanca', '2026-02-05'],
  ['Asia/Shanghai', '2026-02-01'],
] as const;
const DAYS = 35;
/** From this to this day of a calendar something may begin: then what follows of it ends within the horizon, mostly. */
const [FIRST_START, LAST_START] = [3, 18];

const clock = (minute: number): string =>
  [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/**
 * Disjoint hours of one day, none of which ends later than `dawn` of the next day: so they never run into those of that day. Hours that
 * would begin after midnight belong to the next day, and are left out.
 */
const someHours = (dawn: number): fc.Arbitrary<readonly string[]> =>
  fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }).map((quarters) => {
    const edges = quarters.toSorted((a, b) => a - b).map((quarter) => dawn + quarter * 15);
    return Array.from({ length: Math.floor(edges.length / 2) }, (_, index) =>
      edges.slice(2 * index, 2 * index + 2),
    )
      .filter(([from = 0]) => from < 1_440)
      .map(([from = 0, to = 0]) => {
        const end = to - from === 1_440 && dawn > 0 ? to - 15 : to;
        return `${clock(from)}-${end === 1_440 ? '24:00' : clock(end)}`;
      });
  });

/** A calendar with odd hours, shifts across midnight, holidays, half days and make-up days, around a change of its zone. */
export const someDocument: fc.Arbitrary<CalendarDocument> = fc
  .tuple(fc.constantFrom(...ZONES), fc.constantFrom(0, 0, 5 * 60, 7 * 60 + 30, 22 * 60))
  .chain(([[zone, firstDay], dawn]) =>
    fc.record({
      zone: fc.constant(zone),
      firstDay: fc.constant(dayNumber(firstDay) ?? NaN),
      // Regular weeks as well as days that are all different.
      weekly: fc.oneof(
        someHours(dawn).map((hours) => WEEKDAYS.slice(0, 5).map(() => hours)),
        fc.array(someHours(dawn), { minLength: 7, maxLength: 7 }),
      ),
      days: fc.uniqueArray(fc.tuple(fc.nat(DAYS - 1), fc.oneof(fc.constant([]), someHours(dawn))), {
        maxLength: 4,
        selector: ([day]) => day,
      }),
    }),
  )
  .map(({ zone, firstDay, weekly, days }): CalendarDocument => ({
    name: 'generated',
    version: 1,
    zone: zoneOf(zone, firstDay),
    horizon: { firstDay: dateOf(firstDay), lastDay: dateOf(firstDay + DAYS - 1) },
    weekly: Object.fromEntries(
      weekly.map((hours, index): [Weekday, readonly string[]] => [WEEKDAYS[index] ?? 'monday', hours]),
    ),
    days: days
      .toSorted(([a], [b]) => a - b)
      .map(([day, hours]): SpecialDay => ({ date: dateOf(firstDay + day), hours })),
  }));

const zones = new Map<string, CalendarDocument['zone']>();
function zoneOf(name: string, firstDay: number): CalendarDocument['zone'] {
  const key = `${name} ${String(firstDay)}`;
  const zone = zones.get(key) ?? storeZone(name, firstDay, firstDay + DAYS);
  zones.set(key, zone);
  return zone;
}

/** A clock in minutes since the horizon began; to be laid on a calendar by `clockOn`. */
export interface GeneratedClock {
  readonly start: number;
  readonly pauses: readonly { readonly after: number; readonly length: number | undefined }[];
  readonly within: string;
}

const someWithin = fc.oneof(
  fc.integer({ min: 1, max: 60 * 60 }).map((minutes) => `PT${String(minutes)}M`),
  fc.integer({ min: 1, max: 200_000 }).map((seconds) => `PT${String(seconds)}S`),
  fc.integer({ min: 1, max: 8 }).map((days) => `P${String(days)}BD`),
  fc.integer({ min: 1, max: 8 }).map((days) => `P${String(days)}CD`),
);

const someLength = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 4_000 }));

export const someClock: fc.Arbitrary<GeneratedClock> = fc.record({
  start: fc.integer({ min: FIRST_START * 1_440, max: LAST_START * 1_440 }),
  pauses: fc
    .tuple(
      fc.array(fc.record({ after: fc.nat(8_000), length: someLength }), { maxLength: 4 }),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.nat(8_000).map((after) => [{ after, length: undefined }]) },
      ),
    )
    .map(([closed, open]) => [...closed, ...open]),
  within: someWithin,
});

export interface LaidClock {
  readonly start: EpochMs;
  readonly pauses: readonly Pause[];
  readonly within: string;
}

/** The clock on whole minutes of a calendar's horizon; its pauses in order. */
export function clockOn({ horizon }: CalendarDocument, { start, pauses, within }: GeneratedClock): LaidClock {
  const first = (dayNumber(horizon.firstDay) ?? NaN) * DAY_MS;
  const at = (minutes: number): EpochMs => first + (start + minutes) * MINUTE_MS;
  return {
    start: at(0),
    within,
    pauses: pauses
      .map(({ after, length }) => ({
        from: at(after - 500),
        ...(length === undefined ? {} : { to: at(after - 500 + length) }),
      }))
      .sort((a, b) => a.from - b.from),
  };
}

/** Minutes after a start. */
export const someMinutes = fc.nat(10 * 1_440);
export const somePercent = fc.constantFrom(10, 25, 50, 75, 80, 90, 99);
/** A mark by the running time that is left: sometimes more than there ever is. */
export const someTimeLeft = fc.oneof(
  fc.integer({ min: 1, max: 12 * 60 }).map((minutes) => `PT${String(minutes)}M`),
  fc.integer({ min: 1, max: 200_000 }).map((seconds) => `PT${String(seconds)}S`),
);

/** An instant so many minutes after the start, and within the horizon. */
export const instantAfter = ({ start, calendar }: Timing, minutes: number): EpochMs =>
  Math.min(start + minutes * MINUTE_MS, calendar.horizon.to);

/** What a question answers, or that the calendar does not reach so far. */
export const BEYOND = 'beyond what is known';
export function answer<Answer>(ask: () => Answer): Answer | typeof BEYOND {
  try {
    return ask();
  } catch (error) {
    if (error instanceof StepperExhausted || (error instanceof SlaError && error.code === 'beyond-horizon'))
      return BEYOND;
    throw error;
  }
}

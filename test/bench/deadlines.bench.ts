import { compileCalendar, deadline, type Calendar, type EpochMs, type Timing } from '@redress/sla';
import { buildCalendar } from '@redress/sla/build-calendar';
import { publicHolidays } from '../../libs/sla/src/build-calendar/public-holidays';
import { Dice } from '../../apps/demo/src/dice';
import type { Bench } from './bench';
import type { Measured } from './measure';

const SEED = 20_260_105;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Clocks that are thought out beforehand, and asked for again and again. */
const CLOCKS = 20_000;
const MEASURE_MS = 2_000;

/** Two years, as a calendar has that is published once a year. */
const HORIZON = { firstDay: '2026-01-01', lastDay: '2027-12-31' } as const;
const HOURS = ['09:00-12:30', '13:30-17:30'];

function office(): Calendar {
  return compileCalendar(
    buildCalendar(
      {
        name: 'office',
        zone: 'Europe/London',
        horizon: HORIZON,
        weekly: { monday: HOURS, tuesday: HOURS, wednesday: HOURS, thursday: HOURS, friday: HOURS },
        holidays: publicHolidays({ country: 'GB', region: 'ENG', language: 'en' }, HORIZON),
      },
      1,
    ),
  );
}

/** Clocks that begin at any minute of 20 months, each with three pauses of minutes to a day, some of them in closed hours. */
function someClocks(calendar: Calendar): readonly Timing[] {
  const dice = new Dice(SEED);
  return Array.from({ length: CLOCKS }, (): Timing => {
    const start = calendar.horizon.from + dice.upTo(600 * 1_440) * MINUTE_MS;
    let at = start;
    const pauses = Array.from({ length: 3 }, () => {
      const from = at + dice.upTo(720) * MINUTE_MS;
      at = from + dice.upTo(1_440) * MINUTE_MS;
      return { from, to: at };
    });
    return { start, calendar, pauses };
  });
}

/** Asks about the clocks one after the other, in this thread, for as long as a run takes; gives how many a second. */
function perSecond(clocks: readonly Timing[], quick: boolean, ask: (clock: Timing) => number): Measured {
  const began = performance.now();
  const end = began + (quick ? MEASURE_MS / 10 : MEASURE_MS);
  let [asked, sum] = [0, 0];
  while (performance.now() < end) {
    for (const clock of clocks) sum += ask(clock);
    asked += clocks.length;
  }
  // What nobody looks at would not have to be worked out.
  if (!Number.isFinite(sum)) throw new Error('a clock is not due');
  return { value: (asked * 1_000) / (performance.now() - began) };
}

/** The instant at which some opens next, and a length more: what is asked of a column that holds a deadline. */
function plainAddition(calendar: Calendar, length: number): (clock: Timing) => EpochMs {
  const { horizon } = calendar;
  const openings = Float64Array.from(calendar.openFrom(horizon.from, horizon.to), ({ from }) => from);
  return ({ start }) => {
    let [low, high] = [0, openings.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((openings[middle] ?? Infinity) < start) low = middle + 1;
      else high = middle;
    }
    return Math.max(start, openings[low - 1] ?? 0) + length;
  };
}

const deadlinesIn = (name: string, within: string, floorMs: number): Bench => ({
  name: `deadlines-${name}`,
  aim: 'at least 300,000',
  unit: 'deadlines/s',
  notes: [
    `${within} on the office calendar of two years with two openings a day and the public holidays of England, three pauses each; ${String(CLOCKS)} clocks in turn, on one core`,
    'floor: a binary search in an array of the same opening times, and one addition; no pauses, no closing times',
  ],
  runs: 5,
  open: ({ quick }) => {
    const calendar = office();
    const clocks = someClocks(calendar);
    const due = (clock: Timing): number => deadline(clock, within) ?? NaN;
    const plain = plainAddition(calendar, floorMs);
    perSecond(clocks, true, due);
    perSecond(clocks, true, plain);
    return Promise.resolve({
      product: () => Promise.resolve(perSecond(clocks, quick, due)),
      floor: () => Promise.resolve(perSecond(clocks, quick, plain)),
    });
  },
});

/** Due instants of the algebra, by how the target is counted. */
export const deadlines: readonly Bench[] = [
  deadlinesIn('hours', 'PT24H', DAY_MS),
  deadlinesIn('days', 'P5BD', 5 * DAY_MS),
];

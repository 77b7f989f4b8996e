import fc from 'fast-check';
import {
  compileCalendar,
  deadline,
  elapsed,
  explain,
  pauseLimit,
  verdict,
  type CalendarDocument,
  type EpochMs,
  type Pause,
  type Timing,
} from '../src';
import { MinuteStepper, MINUTE_MS } from './minute-stepper';
import {
  answer,
  BEYOND,
  clockOn,
  instantAfter,
  someClock,
  someDocument,
  someMinutes,
  somePercent,
} from './some-calendars';

const someLimit = fc.oneof(
  fc.integer({ min: 1, max: 2_000 }).map((minutes) => `PT${String(minutes)}M`),
  fc.integer({ min: 1, max: 3 }).map((days) => `P${String(days)}BD`),
  fc.integer({ min: 1, max: 3 }).map((days) => `P${String(days)}CD`),
);
/** For each pause in its turn. */
const someLimits = fc.array(fc.option(someLimit, { nil: undefined }), { minLength: 1, maxLength: 5 });

interface Case extends Timing {
  readonly within: string;
  readonly document: CalendarDocument;
}

const withLimits = (pauses: readonly Pause[], limits: readonly (string | undefined)[]): Pause[] =>
  pauses.map((pause, index) => {
    const longest = limits[index % limits.length];
    return { ...pause, ...(longest === undefined ? {} : { longest }) };
  });

function holdsFor<More>(more: fc.Arbitrary<More>, numRuns: number, check: (one: Case, more: More) => void) {
  fc.assert(
    fc.property(
      someDocument,
      fc.array(fc.tuple(someClock, someLimits, more), { minLength: 8, maxLength: 8 }),
      (document, clocks) => {
        const calendar = compileCalendar(document);
        for (const [generated, limits, along] of clocks) {
          const clock = clockOn(document, generated);
          check({ ...clock, calendar, document, pauses: withLimits(clock.pauses, limits) }, along);
        }
      },
    ),
    { numRuns },
  );
}

describe('a pause that may last for so long only', () => {
  it('counts until its limit, as one who counts minutes finds it', () => {
    let limited = 0;
    holdsFor(fc.tuple(somePercent, someMinutes), 15, (one, [percent, later]) => {
      const { document, within, start } = one;
      const stepper = new MinuteStepper(document);
      const cut = answer(() => stepper.cut(one.pauses));
      if (cut === BEYOND) return;
      limited += cut.filter(({ to }, index) => to !== one.pauses[index]?.to).length;
      const stepped = { start, within, pauses: cut };
      const [due, counted] = [answer(() => deadline(one, within)), answer(() => stepper.deadline(stepped))];
      expect(due).toBe(counted);
      if (due === BEYOND) return;
      expect(answer(() => deadline(one, within, percent))).toBe(
        answer(() => stepper.deadline(stepped, percent)),
      );
      const until = instantAfter(one, later);
      expect(elapsed(one, until, within)).toBe(stepper.elapsed(stepped, until));
      const told = explain(one, within, until).intervals.flatMap(({ from, to, state }) =>
        Array.from({ length: (to - from) / MINUTE_MS }, () => state),
      );
      expect(told).toEqual(stepper.states(stepped, until));
    });
    expect(limited).toBeGreaterThan(10);
  });

  it('is never due later than without the limit, and always in the end', () => {
    holdsFor(fc.constant(null), 100, (one) => {
      const [due, without] = [one.pauses, one.pauses.map(({ longest: _, ...pause }) => pause)].map((pauses) =>
        answer(() => deadline({ ...one, pauses }, one.within)),
      );
      if (due === BEYOND || without === BEYOND) return;
      expect(due ?? Infinity).toBeLessThanOrEqual(without ?? Infinity);
      if (one.pauses.every(({ longest }) => longest !== undefined)) expect(due).toBeDefined();
    });
  });

  it('changes no verdict by when somebody looks', () => {
    holdsFor(fc.tuple(someMinutes, someMinutes, someMinutes), 100, (one, [early, late, stop]) => {
      const { start, calendar, pauses, within } = one;
      const stoppedAt = instantAfter(one, stop);
      for (const history of [{ start }, { start, stoppedAt }]) {
        const judge = (asOf: EpochMs) =>
          answer(() => verdict({ ...history, targets: [{ from: start, within, calendar, pauses }] }, asOf));
        const [first, second] = [judge(instantAfter(one, early)), judge(instantAfter(one, early + late))];
        if (first === BEYOND || second === BEYOND || first.verdict === 'running') continue;
        expect(second).toEqual(first);
      }
    });
  });

  it('has its limit told as the edge where the clock goes on', () => {
    let edges = 0;
    holdsFor(someMinutes, 100, (one, later) => {
      const told = answer(() => explain(one, one.within, instantAfter(one, later)));
      if (told === BEYOND) return;
      for (const { from, begins } of told.intervals) {
        if (begins.by !== 'limit') continue;
        edges += 1;
        const pause = one.pauses[begins.pause];
        if (pause === undefined) throw new Error('an edge by a pause that is not there');
        expect(from).toBe(pauseLimit(pause, one.calendar));
        expect(from).toBeLessThan(pause.to ?? Infinity);
      }
    });
    expect(edges).toBeGreaterThan(15);
  });
});

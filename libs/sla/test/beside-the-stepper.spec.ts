import fc from 'fast-check';
import { compileCalendar, deadline, elapsed, explain } from '../src';
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
  someTimeLeft,
} from './some-calendars';

describe('the algebra, beside one who counts minutes', () => {
  it('has the same deadlines, marks and elapsed times in thousands of cases', () => {
    let known = 0;
    fc.assert(
      fc.property(
        someDocument,
        fc.array(fc.tuple(someClock, somePercent, someTimeLeft, someMinutes), {
          minLength: 12,
          maxLength: 12,
        }),
        (document, clocks) => {
          const calendar = compileCalendar(document);
          const stepper = new MinuteStepper(document);
          for (const [generated, percent, left, later] of clocks) {
            const clock = clockOn(document, generated);
            const timing = { ...clock, calendar };
            const at = instantAfter(timing, later);
            const told = [
              answer(() => deadline(timing, clock.within)),
              answer(() => deadline(timing, clock.within, percent)),
              answer(() => deadline(timing, clock.within, left)),
              elapsed(timing, at, clock.within),
            ];
            const counted = [
              answer(() => stepper.deadline(clock)),
              answer(() => stepper.deadline(clock, percent)),
              answer(() => stepper.deadline(clock, left)),
              stepper.elapsed(clock, at),
            ];
            if (told[0] !== BEYOND) known += 1;
            // Without a due instant there is no mark in the time until then.
            else told[1] = counted[1] = told[2] = counted[2] = BEYOND;
            expect([clock, ...told]).toEqual([clock, ...counted]);
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(known).toBeGreaterThan(1_500);
  });

  it('explains every minute as it was', () => {
    fc.assert(
      fc.property(someDocument, someClock, fc.nat(4 * 1_440), (document, generated, later) => {
        const clock = clockOn(document, generated);
        const timing = { ...clock, calendar: compileCalendar(document) };
        const stepper = new MinuteStepper(document);
        fc.pre(answer(() => deadline(timing, clock.within)) !== BEYOND);
        const until = instantAfter(timing, later);
        const told = explain(timing, clock.within, until).intervals.flatMap(({ from, to, state }) =>
          Array.from({ length: (to - from) / MINUTE_MS }, () => state),
        );
        expect(told).toEqual(stepper.states(clock, until));
      }),
      { numRuns: 60 },
    );
  });
});

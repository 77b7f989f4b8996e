import fc from 'fast-check';
import {
  compileCalendar,
  deadline,
  elapsed,
  explain,
  parseDuration,
  verdict,
  type CalendarDocument,
  type ClockHistory,
  type EpochMs,
  type Pause,
  type Timing,
} from '../src';
import { MINUTE_MS } from './minute-stepper';
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

/** A clock on a calendar that knows all that the clock asks for. */
interface Case extends Timing {
  readonly within: string;
  readonly document: CalendarDocument;
  readonly dueAt: EpochMs | undefined;
}

/** Checks generated clocks on generated calendars; further arbitraries come along for each clock. */
function holdsFor<More>(more: fc.Arbitrary<More>, check: (one: Case, more: More) => void): void {
  fc.assert(
    fc.property(
      someDocument,
      fc.array(fc.tuple(someClock, more), { minLength: 8, maxLength: 8 }),
      (document, clocks) => {
        const calendar = compileCalendar(document);
        for (const [generated, along] of clocks) {
          const timing = { ...clockOn(document, generated), calendar };
          const dueAt = answer(() => deadline(timing, timing.within));
          if (dueAt !== BEYOND) check({ ...timing, document, dueAt }, along);
        }
      },
    ),
    { numRuns: 100 },
  );
}

const inOrder = (pauses: readonly Pause[]): readonly Pause[] => pauses.toSorted((a, b) => a.from - b.from);

const ended = (pauses: readonly Pause[], at: EpochMs): readonly Pause[] =>
  pauses.filter(({ from }) => from < at).map(({ from, to = Infinity }) => ({ from, to: Math.min(to, at) }));

/** The closed hours from the start until an instant. */
function closedHours({ start, calendar }: Timing, until: EpochMs): readonly Pause[] {
  const open = [...calendar.openFrom(start, until)];
  const edges = [start, ...open.flatMap(({ from, to }) => [from, to]), until];
  return Array.from({ length: edges.length / 2 }, (_, index) => ({
    from: edges[2 * index] ?? NaN,
    to: edges[2 * index + 1] ?? NaN,
  })).filter(({ from, to }) => from < to);
}

describe('the laws of time', () => {
  it('1: a deadline is the earliest instant at which the target has run', () => {
    holdsFor(fc.constant(null), ({ within, dueAt, ...timing }) => {
      if (!within.startsWith('PT')) return;
      if (dueAt === undefined) {
        expect(elapsed(timing, timing.calendar.horizon.to)).toBeLessThan(parseDuration(within));
      } else {
        expect(elapsed(timing, dueAt)).toBe(parseDuration(within));
        expect(elapsed(timing, dueAt - 1)).toBeLessThan(parseDuration(within));
      }
    });
  });

  it('1: it never comes sooner by a further pause', () => {
    holdsFor(someClock, ({ dueAt, document, ...timing }, other) => {
      const more = clockOn(document, other).pauses;
      const later = answer(() =>
        deadline({ ...timing, pauses: inOrder([...timing.pauses, ...more]) }, timing.within),
      );
      if (later !== BEYOND) expect(later ?? Infinity).toBeGreaterThanOrEqual(dueAt ?? Infinity);
    });
  });

  it('2: a pause in closed hours costs nothing', () => {
    holdsFor(fc.constant(null), ({ within, dueAt, ...timing }) => {
      if (within.endsWith('CD')) return;
      const closed = closedHours(timing, instantAfter(timing, 10 * 1_440));
      const paused = { ...timing, pauses: inOrder([...timing.pauses, ...closed]) };
      expect(deadline(paused, within)).toBe(dueAt);
      expect(elapsed(paused, dueAt ?? timing.start)).toBe(elapsed(timing, dueAt ?? timing.start));
    });
  });

  it('2: pauses that overlap cost what they cover together', () => {
    holdsFor(fc.nat(2_000), ({ within, dueAt, ...timing }, split) => {
      // Each pause as two that overlap.
      const pauses = timing.pauses.flatMap(({ from, to }): Pause[] => {
        const middle = Math.min(from + split * MINUTE_MS, to ?? Infinity);
        return [
          { from, to: middle },
          { from: Math.max(from, middle - MINUTE_MS), ...(to === undefined ? {} : { to }) },
        ];
      });
      expect(deadline({ ...timing, pauses: inOrder(pauses) }, within)).toBe(dueAt);
    });
  });

  it('3: a clock that is stopped while it is paused is judged by the pause until then', () => {
    holdsFor(someMinutes, ({ within, start, calendar, pauses }, later) => {
      const stoppedAt = instantAfter({ start, calendar, pauses }, later);
      const judge = (known: readonly Pause[]) =>
        answer(() =>
          verdict(
            { start, targets: [{ from: start, within, calendar, pauses: known }], stoppedAt },
            stoppedAt,
          ),
        );
      expect(judge(pauses)).toEqual(judge(ended(pauses, stoppedAt)));
    });
  });

  it('4: a verdict goes by what happened, not by when somebody looks', () => {
    holdsFor(fc.tuple(someMinutes, someMinutes), ({ within, dueAt, ...timing }, [early, late]) => {
      const history = historyOf(timing, within);
      const [first, second] = [early, early + late].map((minutes) => instantAfter(timing, minutes));
      const [one, other] = [first, second].map((asOf) => answer(() => verdict(history, asOf ?? NaN)));
      if (one === undefined || other === undefined || one === BEYOND || other === BEYOND) return;
      if (one.verdict === 'missed') expect(other).toEqual(one);
      expect(other.verdict).toBe(dueAt !== undefined && dueAt < (second ?? NaN) ? 'missed' : 'running');
      expect(other.marks).toEqual(expect.arrayContaining([...one.marks]));
      expect(other.nearMarks).toEqual(expect.arrayContaining([...one.nearMarks]));
    });
  });

  it('5: a change of the target keeps the start and every pause, whenever it comes', () => {
    holdsFor(
      fc.tuple(someClock, someMinutes),
      ({ within, dueAt, document: _, ...timing }, [{ within: changed }, later]) => {
        const { start, calendar, pauses } = timing;
        const from = instantAfter(timing, later);
        const expected = answer(() => deadline(timing, changed));
        if (expected === BEYOND) return;
        const targets = [within, changed].map((of, index) => ({
          from: index === 0 ? start : from,
          within: of,
          calendar,
          pauses,
        }));
        const judged = answer(() => verdict({ start, targets }, calendar.horizon.to));
        if (judged === BEYOND) return;
        const missed = dueAt !== undefined && dueAt < from ? dueAt : undefined;
        expect(judged.dueAt).toBe(missed ?? expected);
      },
    );
  });

  it('6: what comes after the stop changes no verdict', () => {
    holdsFor(fc.tuple(someMinutes, someClock), ({ within, document, ...timing }, [later, other]) => {
      const stoppedAt = instantAfter(timing, later);
      const { calendar, start } = timing;
      const more = clockOn(document, other).pauses.map(({ from, ...pause }) => ({
        ...(pause.to === undefined ? {} : { to: pause.to + stoppedAt }),
        from: from + stoppedAt,
      }));
      const history = { ...historyOf(timing, within), stoppedAt };
      const targets = history.targets.map((target) => ({
        ...target,
        pauses: inOrder([...target.pauses, ...more]),
      }));
      const [one, same] = [history, { ...history, targets }].map((of) =>
        answer(() => verdict(of, calendar.horizon.to)),
      );
      expect(same).toEqual(one);
      expect(start).toBeLessThanOrEqual(stoppedAt);
    });
  });

  it('7: PnBD is due at the close of a working day, PnCD at a midnight, and n + 1 comes after n', () => {
    holdsFor(fc.integer({ min: 1, max: 6 }), ({ start, calendar }, count) => {
      const timing = { start, calendar, pauses: [] };
      for (const unit of ['BD', 'CD']) {
        const [one, next] = [count, count + 1].map((days) =>
          answer(() => deadline(timing, `P${String(days)}${unit}`)),
        );
        if (typeof one !== 'number' || typeof next !== 'number') continue;
        expect(next).toBeGreaterThan(one);
        if (unit === 'BD') expect(calendar.days?.hoursAt(one, 'closing')).toBeDefined();
        else expect(elapsed(timing, next, 'P1CD') - elapsed(timing, one, 'P1CD')).toBe(next - one);
      }
    });
  });

  it('7: a pause of whole days adds as many days', () => {
    holdsFor(
      fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
      ({ start, calendar }, [count, paused]) => {
        for (const unit of ['BD', 'CD']) {
          const due = (days: number, pauses: readonly Pause[] = []) =>
            answer(() => deadline({ start, calendar, pauses }, `P${String(days)}${unit}`));
          const [from, to, later] = [due(1), due(1 + paused), due(count + 1 + paused)];
          if (typeof from !== 'number' || typeof to !== 'number' || typeof later !== 'number') continue;
          expect(due(count + 1, [{ from, to }])).toBe(later);
        }
      },
    );
  });

  it('7: a mark is that share of the running time from start to due, as due stood when it was passed', () => {
    holdsFor(somePercent, ({ within, dueAt, ...timing }, percent) => {
      if (dueAt === undefined) return;
      const mark = answer(() => deadline(timing, within, percent)) as EpochMs;
      const known = { ...timing, pauses: timing.pauses.filter(({ from }) => from < mark) };
      const whole = elapsed(known, deadline(known, within) ?? NaN, within);
      const used = elapsed(timing, mark, within);
      expect(used).toBeGreaterThanOrEqual(Math.ceil((whole * percent) / 100));
      // The end of a pause that covered a longer day than it added may find the mark passed.
      if (!known.pauses.some(({ to }) => to === mark)) expect(used).toBe(Math.ceil((whole * percent) / 100));
      expect(mark).toBeLessThanOrEqual(dueAt);
    });
  });

  it('7: a mark by the time that is left has that much before it until due, as due stood when it was passed', () => {
    holdsFor(someTimeLeft, ({ within, dueAt, ...timing }, left) => {
      if (dueAt === undefined) return;
      const mark = answer(() => deadline(timing, within, left)) as EpochMs;
      const known = { ...timing, pauses: timing.pauses.filter(({ from }) => from < mark) };
      const whole = elapsed(known, deadline(known, within) ?? NaN, within);
      const toGo = whole - elapsed(timing, mark, within);
      const asked = Math.min(parseDuration(left), whole);
      expect(toGo).toBeLessThanOrEqual(asked);
      // The end of a pause that covered a shorter day than it added may find the mark passed.
      if (!known.pauses.some(({ to }) => to === mark)) expect(toGo).toBe(asked);
      expect(mark).toBeLessThanOrEqual(dueAt);
    });
  });

  it('7: what a calendar has stored decides, whatever its zone is called', () => {
    holdsFor(fc.constant(null), ({ within, dueAt, document, ...timing }) => {
      const zone = { ...document.zone, name: 'Nowhere/Else', tzdata: 'none' };
      const calendar = compileCalendar(JSON.parse(JSON.stringify({ ...document, zone })) as CalendarDocument);
      expect(deadline({ ...timing, calendar }, within)).toBe(dueAt);
    });
  });

  it('7: a longer horizon moves no deadline', () => {
    holdsFor(fc.constant(null), ({ within, dueAt, document, ...timing }) => {
      const lastDay = new Date(Date.parse(document.horizon.lastDay) + 86_400_000).toISOString().slice(0, 10);
      const calendar = compileCalendar({ ...document, horizon: { ...document.horizon, lastDay } });
      expect(deadline({ ...timing, calendar }, within)).toBe(dueAt);
    });
  });

  it('10: marks are passed in their order, none after the due instant', () => {
    holdsFor(fc.tuple(somePercent, somePercent), ({ within, dueAt, ...timing }, [a, b]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((percent) =>
        answer(() => deadline(timing, within, percent) ?? Infinity),
      );
      if (typeof low !== 'number' || typeof high !== 'number') return;
      expect(low).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(dueAt ?? Infinity);
    });
  });

  it('11: an explanation names the marks that were passed by then, each when it was', () => {
    holdsFor(fc.tuple(someMinutes, someTimeLeft), ({ within, dueAt: _, ...timing }, [later, left]) => {
      const until = instantAfter(timing, later);
      const marks = [80, left, 25];
      const passed = marks.flatMap((mark) => {
        const at = answer(() => deadline(timing, within, mark));
        return typeof at === 'number' && at < until ? [{ mark, at }] : [];
      });
      const told = explain(timing, within, until, marks).marks;
      expect(told).toEqual(passed.sort((a, b) => a.at - b.at));
    });
  });

  it('11: an explanation has no gap and no overlap, sums to the millisecond, and says what every edge follows from', () => {
    holdsFor(someMinutes, ({ within, dueAt, ...timing }, later) => {
      const until = instantAfter(timing, later);
      const { intervals, ...told } = explain(timing, within, until);
      expect(told.dueAt).toBe(dueAt);
      expect(told.runningMs).toBe(elapsed(timing, until, within));
      expect(told.runningMs + told.pausedMs + told.closedMs).toBe(until - timing.start);
      let at = timing.start;
      for (const { from, to, begins } of intervals) {
        expect(from).toBe(at);
        expect(to).toBeGreaterThan(from);
        if (begins.by === 'opening' || begins.by === 'closing') expect(begins.hours).toBeDefined();
        if (begins.by === 'pause') expect(timing.pauses[begins.pause]?.from).toBe(from);
        if (begins.by === 'resume') expect(timing.pauses[begins.pause]?.to).toBe(from);
        at = to;
      }
      expect(at).toBe(until);
    });
  });
});

/** A clock under one target, with marks. */
const historyOf = ({ start, calendar, pauses }: Timing, within: string): ClockHistory => ({
  start,
  targets: [{ from: start, within, calendar, pauses, marks: [25, 80], nearMarks: ['PT45M'] }],
});

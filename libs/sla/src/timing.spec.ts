import fc from 'fast-check';
import { ROUND_THE_CLOCK, type Calendar } from './calendar';
import { OpenTimes } from './open-times';
import { deadline, elapsed, type Pause, type Timing } from './timing';

/** Times in these specs are small whole numbers, so that a clock can be watched tick by tick; nothing happens after this. */
const HORIZON = 60;

/** A calendar that is open in the intervals given, and for ever from `HORIZON` on. */
const openIn = (...intervals: readonly (readonly [number, number])[]): Calendar =>
  Object.assign(
    new OpenTimes([...intervals.map(([from, to]) => ({ from, to })), { from: HORIZON, to: Infinity }]),
    { name: 'test', version: 1 },
  );

const isOpen = (calendar: Calendar, tick: number): boolean =>
  [...calendar.openFrom(-Infinity)].some(({ from, to }) => from <= tick && tick < to);

/** Brute force: whether the clock runs from this tick to the next. */
const runsAt = ({ start, calendar, pauses }: Timing, tick: number): boolean =>
  tick >= start &&
  isOpen(calendar, tick) &&
  !pauses.some(({ from, to }) => from <= tick && (to === undefined || tick < to));

/** Brute force: for how many ticks the clock has run at `at`. */
function stepped(timing: Timing, at: number): number {
  let ran = 0;
  for (let tick = timing.start; tick < at; tick++) if (runsAt(timing, tick)) ran += 1;
  return ran;
}

/** Brute force: the first tick at which the clock has run for `runFor`; undefined where it never will. */
function steppedDeadline(timing: Timing, runFor: number): number | undefined {
  let ran = 0;
  for (let tick = timing.start; tick <= HORIZON + 200; tick++) {
    if (ran >= runFor) return tick;
    if (runsAt(timing, tick)) ran += 1;
  }
  return undefined;
}

const inOrder = (pauses: readonly Pause[]): Pause[] => pauses.toSorted((a, b) => a.from - b.from);

const closedPause = fc
  .tuple(fc.nat(50), fc.nat(15))
  .map(([from, length]): Pause => ({ from, to: from + length }));
const openPause = fc.nat(50).map((from): Pause => ({ from }));

/** Overlapping, touching, of no length, before the start, and sometimes one that does not end. */
const somePauses = fc
  .tuple(fc.array(closedPause, { maxLength: 5 }), fc.array(openPause, { maxLength: 1 }))
  .map(([closed, open]) => inOrder([...closed, ...open]));

const endingPauses = fc.array(closedPause, { maxLength: 6 }).map(inOrder);

/** Round the clock, or with gaps. */
const someCalendar = fc.oneof(
  fc.constant(ROUND_THE_CLOCK),
  fc
    .uniqueArray(fc.nat(HORIZON), { minLength: 2, maxLength: 8 })
    .map((edges) => edges.toSorted((a, b) => a - b))
    .map((edges) =>
      openIn(
        ...edges.flatMap((from, at) => (at % 2 === 0 ? [[from, edges[at + 1] ?? HORIZON] as const] : [])),
      ),
    ),
);

const someTiming = fc.record({ start: fc.nat(30), calendar: someCalendar, pauses: somePauses });
const someTarget = fc.integer({ min: 1, max: 40 });
const someInstant = fc.nat(100);

const timing = (start: number, ...pauses: readonly Pause[]): Timing => ({
  start,
  calendar: ROUND_THE_CLOCK,
  pauses,
});

describe('a clock', () => {
  it('without pauses is due when its target has passed since the start', () => {
    expect(deadline(timing(10), 5)).toBe(15);
    expect(elapsed(timing(10), 12)).toBe(2);
  });

  it('has not run before its start', () => {
    expect(elapsed(timing(10), 10)).toBe(0);
    expect(elapsed(timing(10), 3)).toBe(0);
  });

  it('that has run for its target when a pause begins is due at that instant', () => {
    expect(deadline(timing(0, { from: 5, to: 9 }), 5)).toBe(5);
    expect(deadline(timing(0, { from: 5 }), 5)).toBe(5);
    expect(deadline(timing(0, { from: 5, to: 5 }), 5)).toBe(5);
  });

  it('that lacks the least part of its target when a pause begins is due after it', () => {
    expect(deadline(timing(0, { from: 4, to: 9 }), 5)).toBe(10);
  });

  it('is never due while an open pause keeps it from its target', () => {
    expect(deadline(timing(0, { from: 4 }), 5)).toBeUndefined();
  });

  it('pays once for pauses that overlap', () => {
    expect(deadline(timing(0, { from: 1, to: 6 }, { from: 2, to: 3 }, { from: 4, to: 8 }), 5)).toBe(12);
  });

  it('loses nothing by pauses of no length, before its start, or after its due', () => {
    expect(deadline(timing(10, { from: 0, to: 8 }, { from: 12, to: 12 }, { from: 15, to: 99 }), 5)).toBe(15);
  });

  it('loses only the part of a pause that lies after its start', () => {
    expect(deadline(timing(10, { from: 8, to: 12 }), 5)).toBe(17);
  });

  it('runs only while its calendar is open, and a pause over closed hours costs nothing', () => {
    const calendar = openIn([10, 20], [30, 40]);
    expect(deadline({ start: 5, calendar, pauses: [] }, 12)).toBe(32);
    expect(deadline({ start: 5, calendar, pauses: [{ from: 20, to: 30 }] }, 12)).toBe(32);
    expect(deadline({ start: 5, calendar, pauses: [{ from: 18, to: 31 }] }, 12)).toBe(35);
  });

  it('is due at the close of its calendar where it has run for its target by then, not at the next opening', () => {
    expect(deadline({ start: 5, calendar: openIn([10, 20], [30, 40]), pauses: [] }, 10)).toBe(20);
  });
});

describe('the laws of timing', () => {
  it('has the deadline and the elapsed time that counting ticks gives', () => {
    fc.assert(
      fc.property(someTiming, someTarget, someInstant, (timing, runFor, at) => {
        expect(deadline(timing, runFor)).toBe(steppedDeadline(timing, runFor));
        expect(elapsed(timing, at)).toBe(stepped(timing, at));
      }),
      { numRuns: 500 },
    );
  });

  it('is due at the earliest instant at which the target has run (law 1)', () => {
    fc.assert(
      fc.property(someTiming, someTarget, (timing, runFor) => {
        const due = deadline(timing, runFor);
        if (due === undefined) return;
        expect(elapsed(timing, due)).toBe(runFor);
        expect(elapsed(timing, due - 1)).toBeLessThan(runFor);
      }),
    );
  });

  it('is without a deadline only under a pause that has not ended', () => {
    fc.assert(
      fc.property(someTiming, someTarget, (timing, runFor) => {
        const hasOpenPause = timing.pauses.some(({ to }) => to === undefined);
        if (!hasOpenPause) expect(deadline(timing, runFor)).toBeDefined();
      }),
    );
  });

  it('combines pauses and calendar by intersection: what is paused may as well be closed (law 2)', () => {
    fc.assert(
      fc.property(fc.nat(30), endingPauses, someTarget, (start, pauses, runFor) => {
        const free = Array.from({ length: HORIZON + 20 }, (_, tick) => tick).filter((tick) =>
          runsAt({ start: 0, calendar: ROUND_THE_CLOCK, pauses }, tick),
        );
        const last = HORIZON + 20;
        const closed: Calendar = Object.assign(
          new OpenTimes([
            ...free.map((tick) => ({ from: tick, to: tick + 1 })),
            { from: last, to: Infinity },
          ]),
          { name: 'pauses as closed hours', version: 1 },
        );
        const paused: Timing = { start, calendar: ROUND_THE_CLOCK, pauses };
        expect(deadline({ start, calendar: closed, pauses: [] }, runFor)).toBe(deadline(paused, runFor));
      }),
    );
  });

  it('costs nothing to pause during closed hours (law 2)', () => {
    const night = openIn([0, 10], [20, 30], [40, 50]);
    const duringNight = fc
      .constantFrom(10, 30, 50)
      .chain((close) =>
        fc.tuple(fc.integer({ min: close, max: close + 10 }), fc.nat(10), fc.constant(close + 10)),
      )
      .map(([from, length, opening]): Pause => ({ from, to: Math.min(from + length, opening) }));
    fc.assert(
      fc.property(fc.nat(40), fc.array(duringNight).map(inOrder), someTarget, (start, pauses, runFor) => {
        const undisturbed = deadline({ start, calendar: night, pauses: [] }, runFor);
        expect(deadline({ start, calendar: night, pauses }, runFor)).toBe(undisturbed);
      }),
    );
  });

  it('runs on after a pause by exactly the time that the pause took from it', () => {
    fc.assert(
      fc.property(fc.nat(30), endingPauses, someTarget, (start, pauses, runFor) => {
        const paused: Timing = { start, calendar: ROUND_THE_CLOCK, pauses };
        const due = deadline(paused, runFor) ?? NaN;
        const standing = due - start - stepped(paused, due);
        expect(due).toBe(start + runFor + standing);
      }),
    );
  });

  it('never comes sooner by a further pause, and never later by a shorter target', () => {
    fc.assert(
      fc.property(someTiming, somePauses, someTarget, someTarget, (timing, more, one, other) => {
        const due = deadline(timing, one) ?? Infinity;
        const pausedMore = { ...timing, pauses: inOrder([...timing.pauses, ...more]) };
        expect(deadline(pausedMore, one) ?? Infinity).toBeGreaterThanOrEqual(due);
        expect(deadline(timing, Math.min(one, other)) ?? Infinity).toBeLessThanOrEqual(due);
      }),
    );
  });

  it('counts the time already used when a target changes, whenever that is (law 5)', () => {
    fc.assert(
      fc.property(someTiming, someTarget, someInstant, (timing, changed, later) => {
        const at = timing.start + later;
        const used = elapsed(timing, at);
        fc.pre(used < changed);
        expect(deadline(timing, changed)).toBe(deadline({ ...timing, start: at }, changed - used));
      }),
    );
  });
});

import {
  compileCalendar,
  deadline,
  elapsed,
  explain,
  parseDuration,
  ROUND_THE_CLOCK,
  verdict,
  type Calendar,
  type CalendarRef,
  type EpochMs,
  type Mark,
  type Pause,
} from '../src';
import { MinuteStepper, MINUTE_MS } from './minute-stepper';
import { VECTOR_FILES, type VectorCase } from './vectors';

const ms = (instant: string): EpochMs => Date.parse(instant);
const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
const utc = (instant: string | null | undefined): string | null =>
  instant === null || instant === undefined ? null : iso(ms(instant));

const pausesOf = ({ pauses = [] }: VectorCase): Pause[] =>
  pauses.map(({ from, to, ...more }) => ({
    from: ms(from),
    ...(to === undefined ? {} : { to: ms(to) }),
    ...more,
  }));

/** Several files have the same calendar. */
const STEPPERS = new Map<string, MinuteStepper>();

describe.each(VECTOR_FILES)('%s', (_, { calendars, cases }) => {
  const compiled: readonly Calendar[] = [ROUND_THE_CLOCK, ...calendars.map((one) => compileCalendar(one))];
  const find = (ref: CalendarRef | undefined): Calendar => {
    const found = compiled.find(({ name, version }) => name === ref?.name && version === ref.version);
    if (found === undefined) throw new Error(`no calendar ${JSON.stringify(ref)}`);
    return found;
  };
  const stepperOf = (ref: CalendarRef | undefined): MinuteStepper | undefined => {
    const document = calendars.find(({ name }) => name === ref?.name);
    if (document === undefined) return undefined;
    const key = JSON.stringify(document);
    const stepper = STEPPERS.get(key) ?? new MinuteStepper(document);
    STEPPERS.set(key, stepper);
    return stepper;
  };

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, vector) => {
    const { start, within, calendar, refused, marks = {}, nearMarks = {}, until } = vector;
    const pauses = pausesOf(vector);
    const instants: (readonly [string, unknown, unknown])[] = [];
    if (within !== undefined) {
      const timing = { start: ms(start), calendar: find(calendar), pauses };
      if (refused !== undefined) {
        expect(() => deadline(timing, within)).toThrow(expect.objectContaining({ code: refused }) as Error);
        return;
      }
      const stepper = stepperOf(calendar);
      const stepped = { start: ms(start), pauses: stepper?.cut(pauses) ?? pauses, within };
      const asked: readonly (readonly [Mark, string | null])[] = [
        ...Object.entries({ ...marks, 100: vector.dueAt ?? null }).map(
          ([percent, at]) => [Number(percent), at] as const,
        ),
        ...Object.entries(nearMarks),
      ];
      for (const [mark, at] of asked) {
        instants.push([`mark ${String(mark)}`, iso(deadline(timing, within, mark)), utc(at)]);
        if (stepper !== undefined) {
          instants.push([`mark ${String(mark)}, stepped`, iso(stepper.deadline(stepped, mark)), utc(at)]);
        }
      }
      for (const [at, length] of Object.entries(vector.elapsed ?? {})) {
        instants.push([`elapsed by ${at}`, elapsed(timing, ms(at), within), parseDuration(length)]);
        if (stepper !== undefined) {
          instants.push([
            `elapsed by ${at}, stepped`,
            stepper.elapsed(stepped, ms(at)),
            parseDuration(length),
          ]);
        }
      }
      if (until !== undefined) {
        const { intervals } = explain(timing, within, ms(until));
        const told = intervals.map(({ state, from, to, holidays = [] }) => [
          state,
          iso(from),
          iso(to),
          ...(holidays.length === 0 ? [] : [holidays.map(({ date }) => date)]),
        ]);
        const expected = (vector.intervals ?? []).map(([state, from, to, ...days]) => [
          state,
          utc(from),
          utc(to),
          ...days,
        ]);
        instants.push(['intervals', told, expected]);
        const minutes = expected.flatMap(([state, from, to]) =>
          Array.from({ length: (ms(String(to)) - ms(String(from))) / MINUTE_MS }, () => state),
        );
        if (stepper !== undefined) instants.push(['minutes', stepper.states(stepped, ms(until)), minutes]);
      }
    }
    const targets = vector.targets ?? [
      { from: start, within: within ?? '', calendar: calendar ?? { name: '', version: 0 } },
    ];
    for (const { stoppedAt, asOf, ...expected } of vector.verdicts ?? []) {
      const percents = Object.keys(expected.marks ?? {}).map(Number);
      const judged = verdict(
        {
          start: ms(start),
          targets: targets.map((target) => ({
            from: ms(target.from),
            within: target.within,
            calendar: find(target.calendar),
            pauses,
            marks: percents,
            nearMarks: Object.keys(expected.nearMarks ?? {}),
          })),
          ...(stoppedAt === undefined ? {} : { stoppedAt: ms(stoppedAt) }),
        },
        ms(asOf),
      );
      const by = `by ${asOf}`;
      instants.push([`verdict ${by}`, judged.verdict, expected.verdict]);
      instants.push([`due ${by}`, iso(judged.dueAt), utc(expected.dueAt)]);
      for (const [percent, at] of Object.entries(expected.marks ?? {})) {
        const reached = judged.marks.find((mark) => mark.percent === Number(percent))?.at;
        instants.push([`${percent} % ${by}`, iso(reached), utc(at)]);
      }
      for (const [before, at] of Object.entries(expected.nearMarks ?? {})) {
        const reached = judged.nearMarks.find((mark) => mark.before === before)?.at;
        instants.push([`${before} left ${by}`, iso(reached), utc(at)]);
      }
    }
    expect(instants.length).toBeGreaterThan(0);
    expect(instants.map(([what, is]) => [what, is])).toEqual(
      instants.map(([what, , expected]) => [what, expected]),
    );
  });
});

it('has vectors for all that a calendar can do', () => {
  expect(VECTOR_FILES.length).toBeGreaterThan(8);
});

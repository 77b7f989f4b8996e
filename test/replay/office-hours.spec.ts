import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileCalendar, ROUND_THE_CLOCK, verdict, type EpochMs, type Judged } from '@redress/sla';
import { parse } from 'yaml';
import { buildCalendar, type CalendarDefinition } from '@redress/sla/build-calendar';
import { describeWithData } from '../support/real-data';
import { clocksOf, DESK_CLOCKS, type DeskClock, type TargetOf } from './desk-clocks';
import { readDeskRows, type DeskRow } from './servicenow-rows';

const AS_OF = Date.parse('2017-03-01T00:00:00Z');
const POLICIES = join(__dirname, '../../policies');

interface WrittenPolicy {
  readonly rules: readonly {
    readonly match: { readonly priority: readonly number[] };
    readonly targets: Readonly<
      Record<
        string,
        { readonly within: string; readonly calendar?: string; pausedBy?: string[]; marks?: number[] }
      >
    >;
  }[];
}

interface Expected {
  readonly sla: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  readonly slaByPriority: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
  >;
}

const yaml = (path: string): unknown => parse(readFileSync(join(POLICIES, path), 'utf8'));

const CALENDARS = new Map([
  ['24x7', ROUND_THE_CLOCK],
  ['office', compileCalendar(buildCalendar(yaml('calendars/office.yaml') as CalendarDefinition, 1))],
]);

/** The targets that a policy file promises. */
function targetsOf(path: string): TargetOf {
  const { rules } = yaml(path) as WrittenPolicy;
  return (clock, priority) => {
    const target = rules.find(({ match }) => match.priority.includes(priority))?.targets[clock];
    if (target === undefined) return undefined;
    const { within, calendar: name = '24x7', pausedBy = [], marks = [] } = target;
    const calendar = CALENDARS.get(name);
    if (calendar === undefined) throw new Error(`no calendar ${name}`);
    return { within, calendar, pausedBy, marks };
  };
}

const shortIso = (at: EpochMs): string => new Date(at).toISOString().replace('.000Z', 'Z');

describeWithData(
  'the SLA algebra on a real month of a service desk',
  'servicenow/incidents-2016-03.csv.gz',
  (file) => {
    const folder = dirname(file);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
    const recorded = gunzipSync(readFileSync(join(folder, 'verdicts.csv.gz')))
      .toString()
      .trim()
      .split('\n');

    describe.each([
      ['round-the-clock', 'round-the-clock.yaml'],
      ['office-hours', 'office-hours.yaml'],
    ])('%s', (policy, path) => {
      const judged: { clock: DeskClock; number: string; priority: number; judged: Judged }[] = [];

      beforeAll(async () => {
        const cases = new Map<string, DeskRow[]>();
        const skipped: unknown[] = [];
        for await (const row of readDeskRows(file, (malformed) => skipped.push(malformed))) {
          cases.set(row.number, [...(cases.get(row.number) ?? []), row]);
        }
        expect(skipped).toEqual([]);
        const targetOf = targetsOf(path);
        for (const [number, rows] of cases) {
          for (const { clock, priority, history } of clocksOf(rows, AS_OF, targetOf)) {
            judged.push({ clock, number, priority, judged: verdict(history, AS_OF) });
          }
        }
      });

      it('gives every verdict, and the due instant of every clock that was missed', () => {
        const lines = judged.map(({ clock, number, judged: { verdict: said, dueAt } }) =>
          [policy, clock, number, said, said === 'missed' && dueAt !== undefined ? shortIso(dueAt) : ''].join(
            ',',
          ),
        );
        expect(lines).toHaveLength(17_990);
        expect(lines.sort()).toEqual(recorded.filter((line) => line.startsWith(`${policy},`)).sort());
      });

      it('gives every count, by clock and by priority, and those warned at 80 %', () => {
        const sla: Record<string, Record<string, number>> = {};
        const byPriority: Record<string, Record<string, number>> = {};
        const count = (counts: Record<string, Record<string, number>>, group: string, what: string): void => {
          const of = (counts[group] ??= {});
          of[what] = (of[what] ?? 0) + 1;
        };
        for (const clock of DESK_CLOCKS) sla[clock] = {};
        for (const { clock, priority, judged: of } of judged) {
          count(sla, clock, of.verdict);
          count(byPriority, `${clock} P${String(priority)}`, of.verdict);
          if (of.marks.some(({ percent }) => percent === 80)) count(sla, clock, 'warned80');
        }
        expect(sla).toEqual(expected.sla[policy]);
        expect(byPriority).toEqual(expected.slaByPriority[policy]);
      });
    });
  },
);

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readCalendarFile, readDocuments } from '@redress/policies';
import { addCalendar, applyPolicy, calendarOf, type Policy, type Target } from '@redress/sla';
import { buildCalendar, chinaHolidays } from '@redress/sla/build-calendar';
import { bookOf } from '@redress/testing';
import { played } from './play';
import { instantOf, readScenario, stepsOf, type Play, type PlayedPromise } from './scenario';

const PACKS = resolve(__dirname, '../../policies/packs');
const DAY_MS = 24 * 3_600_000;
const OTHERS = { contactPolicy: 'courteous', authority: 'front-line', intakeRules: 'proactive' };

/** A pack as a start with POLICY=<pack> has it, its calendars published. */
function policyOf(pack: string): Policy {
  const { policy, calendars } = readDocuments({ policy: pack, ...OTHERS });
  for (const definition of calendars) addCalendar(buildCalendar(definition, 1));
  return { version: 1, effectiveFrom: 0, ...policy.draft() };
}

const packs = readdirSync(PACKS).map((name) => ({
  name,
  policy: policyOf(name),
  scenario: readScenario(join(PACKS, name, 'scenario.yaml')),
}));

/** The target that a promise is made by. */
function targetOf(policy: Policy, { of, clock }: PlayedPromise): Target | undefined {
  const facts = { kind: 'complaint', category: 'anything', priority: 3, tier: 'standard', channel: 'phone' };
  const { targets } = applyPolicy(policy, { specialCare: false, ...facts, ...of });
  return targets.find((target) => target.clock === clock);
}

const holidaysOf = (calendar: string): ReadonlySet<string> =>
  new Set(Object.keys(readCalendarFile(fileOf(calendar)).holidays ?? {}));

const fileOf = (calendar: string): string =>
  calendar.startsWith('china')
    ? resolve(PACKS, `../calendars/${calendar}.yaml`)
    : join(PACKS, calendar, 'calendar.yaml');

/** The local dates from one instant to another. */
function datesBetween(from: number, to: number, offset: string): readonly string[] {
  const shift = instantOf('1970-01-01 00:00', '+00:00') - instantOf('1970-01-01 00:00', offset);
  const [first, last] = [from, to - 1].map((at) => Math.floor((at + shift) / DAY_MS));
  return Array.from({ length: (last ?? 0) - (first ?? 0) + 1 }, (_, day) =>
    new Date(((first ?? 0) + day) * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length),
  );
}

const playsOf = (promises: readonly PlayedPromise[]) => promises.flatMap(({ plays }) => plays);

describe.each(packs)('the pack $name', ({ name, policy, scenario }) => {
  const { offset, holidays, promises } = scenario;
  const told = promises.flatMap((promise) =>
    promise.plays.map((play) => ({ of: `${promise.promise}, ${play.play}`, promise, play })),
  );

  it.each(told)('$of', ({ promise, play }) => {
    const { instance = 1, raises } = play;
    const isRun = (run: { readonly clock: string; readonly instance: number }): boolean =>
      run.clock === promise.clock && run.instance === instance;
    const { clocks, raised } = played(promise, play, offset, bookOf(policy));
    const run = clocks.find(isRun);
    expect(run === undefined ? undefined : { due: run.dueAt, verdict: run.state }).toEqual({
      due: instantOf(play.due, offset),
      verdict: play.verdict,
    });
    const steps = raised.filter(isRun).map(({ step }) => step);
    if (raises !== undefined) expect(steps).toEqual(raises);
  });

  it('is called as its folder, and its README tells of every clock and calendar', () => {
    expect(policy.name).toBe(name);
    const text = readFileSync(join(PACKS, name, 'README.md'), 'utf8');
    const targets = policy.rules.flatMap((rule) => rule.targets);
    const words = targets.flatMap(({ clock, calendar }) => [clock, calendar.name]);
    expect(words.filter((word) => !text.includes(`\`${word}\``))).toEqual([]);
  });

  it('has every promise played in every way that it can go', () => {
    const targets = new Set(
      policy.rules.flatMap((rule) => rule.targets.map((target) => JSON.stringify(target))),
    );
    const missing = [...targets].flatMap((text) => {
      const target = JSON.parse(text) as Target;
      const plays = playsOf(promises.filter((promise) => JSON.stringify(targetOf(policy, promise)) === text));
      return waysOf(target)
        .filter((isSo) => !plays.some(isSo))
        .map((isSo) => `${target.clock} ${target.within} ${isSo.name}`);
    });
    expect(missing).toEqual([]);
  });

  it('is played as it says', () => {
    const holidayDates = holidaysOf(holidays);
    for (const { promise, play, of } of told) {
      const [from, to] = [stepsOf(play, offset)[0]?.[0] ?? 0, instantOf(play.due, offset)];
      const calendar = calendarOf(targetOf(policy, promise)?.calendar ?? { name: 'none', version: 0 });
      const ways: Readonly<Record<string, () => boolean>> = {
        'in time': () => play.verdict === 'met',
        late: () => play.verdict === 'missed',
        'over a holiday': () => datesBetween(from, to, offset).some((date) => holidayDates.has(date)),
        'over closed hours': () => calendar.openTime(from, to) < to - from,
      };
      expect([of, ways[play.play]?.() ?? true]).toEqual([of, true]);
    }
  });
});

/** The ways in which a promise must be played. */
function waysOf({ pausedBy, ladder = [] }: Target): readonly ((play: Play) => boolean)[] {
  const inTime = ({ play }: Play): boolean => play === 'in time';
  const late = ({ play }: Play): boolean => play === 'late';
  const overHoliday = ({ play }: Play): boolean => play === 'over a holiday' || play === 'over closed hours';
  const paused = ({ play }: Play): boolean => play === 'paused';
  const raising = ({ raises = [] }: Play): boolean => raises.length > 0;
  return [
    ...[inTime, late, overHoliday],
    ...(pausedBy.length > 0 ? [paused] : []),
    ...(ladder.length > 0 ? [raising] : []),
  ];
}

it('the working days of China are those of the yearly notices', () => {
  const { horizon, holidays, days } = readCalendarFile(fileOf('china-working-days'));
  expect({ holidays, days }).toEqual(chinaHolidays(horizon));
});

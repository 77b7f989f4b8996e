import { dueMarks, isClockEvent } from '@redress/clocks';
import { addCalendar, type Target } from '@redress/sla';
import {
  bookOf,
  CASE_FACTS,
  policyByPriority,
  projectionSpec,
  promise,
  recordedEvents,
} from '@redress/testing';
import { command, type Step } from '../../../../test/support/case-decisions';
import { dueFacts } from '../../../clocks/src/domain/keep-clocks';
import { caseDecider, type CaseEvent } from './case-decider';

/** March 2026, in which Monday is the 2nd and Wednesday the 4th a holiday. */
const CALENDAR = addCalendar({
  name: 'march',
  version: 1,
  zone: { name: 'UTC', offsetSeconds: 0, changes: [] },
  horizon: { firstDay: '2026-03-01', lastDay: '2026-03-31' },
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
      day,
      ['09:00-12:00', '13:00-17:00'],
    ]),
  ),
  days: [{ date: '2026-03-04', name: 'Founding day', hours: [] }],
});

const inWorkingTime = (within: string): Target =>
  promise('resolution', within, {
    calendar: { name: CALENDAR.name, version: CALENDAR.version },
    pausedBy: ['customer'],
    marks: [50],
  });
const POLICIES = bookOf(
  policyByPriority({
    1: [inWorkingTime('PT10H')],
    2: [inWorkingTime('P3CD')],
    3: [inWorkingTime('P3BD')],
  }),
);

type Life = readonly (readonly [at: string, order: Step[1] | 'look'])[];

/** What a case lives through that was registered at an instant, and what its clocks made of the last step. */
function lived(registeredAt: string, life: Life = [], priority = 3) {
  let state = caseDecider.initial;
  const events: CaseEvent[] = [];
  let latest: readonly CaseEvent[] = [];
  const steps: Life = [[registeredAt, { type: 'RegisterComplaint', ...CASE_FACTS, priority }], ...life];
  for (const [at, order] of steps) {
    const now = Date.parse(`2026-${at}Z`);
    latest =
      order === 'look'
        ? dueFacts(state.clocks, now, now)
        : caseDecider.decide(command(order, { now, policies: POLICIES }), state);
    events.push(...latest);
    state = latest.reduce(caseDecider.evolve, state);
  }
  return { events, told: latest.filter(isClockEvent).map(({ type, data }) => ({ type, ...data })) };
}

const wait = { type: 'StartWaiting', waitsFor: 'customer' } as const;
const resume = { type: 'ResumeComplaint' } as const;
const resolve = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
const iso = (at: string): string => `2026-${at}:00.000Z`;

/** Four hours of Tuesday, the holiday, and the three of Thursday morning: one working day. */
const PAUSED: Life = [
  ['03-03T13:00', wait],
  ['03-05T12:00', resume],
];

describe('a target of three working days', () => {
  it('ends with the third day after that of the start, leaving out the holiday', () => {
    expect(lived('03-02T10:00').told).toMatchObject([{ type: 'ClockStarted', dueAt: iso('03-06T17:00') }]);
  });

  it('gets back the parts of days for which it stood still', () => {
    expect(lived('03-02T10:00', PAUSED.slice(0, 1)).told).toMatchObject([{ clocks: [{ dueAt: null }] }]);
    expect(lived('03-02T10:00', PAUSED).told).toMatchObject([{ clocks: [{ dueAt: iso('03-09T17:00') }] }]);
  });

  it('warns at a share of the working time between', () => {
    expect(lived('03-02T10:00', [...PAUSED, ['03-06T10:00', 'look']]).told).toMatchObject([
      { type: 'ClockMarkReached', mark: 50, dueAt: iso('03-06T09:30') },
    ]);
    const next = recordedEvents(
      ...lived('03-02T10:00', PAUSED).events.map((event) => ({
        ...event,
        stream: 'complaint-1',
        partitionKey: '1',
      })),
    );
    projectionSpec(dueMarks)
      .given(next.filter(isClockEvent))
      .then('due_marks', [{ next_due_at: Date.parse(iso('03-06T09:30')) }]);
  });

  it('is met at the due instant, and missed after it', () => {
    const elapsedMs = 27 * 3_600_000;
    expect(lived('03-02T10:00', [...PAUSED, ['03-09T17:00', resolve]]).told.at(-1)).toMatchObject({
      type: 'ClockStopped',
      verdict: 'met',
      dueAt: iso('03-09T17:00'),
      elapsedMs,
    });
    const late = lived('03-02T10:00', [...PAUSED, ['03-09T18:00', resolve]]).told;
    expect(late.slice(-2)).toMatchObject([
      { type: 'ClockBreached', dueAt: iso('03-09T17:00') },
      { type: 'ClockStopped', verdict: 'missed', elapsedMs },
    ]);
  });

  it('can be extended by the day, and only so', () => {
    const ask = (within: string) =>
      ({ type: 'RequestExtension', clock: 'resolution', within, reason: 'evidence' }) as const;
    expect(lived('03-02T10:00', [['03-02T11:00', ask('P4BD')]]).events.at(-1)).toMatchObject({
      type: 'ExtensionRequested',
    });
    for (const within of ['P3BD', 'P4CD', 'PT1000H']) {
      expect(() => lived('03-02T10:00', [['03-02T11:00', ask(within)]])).toThrow('counted in the same way');
    }
  });
});

it('a target in calendar days runs while the office is closed, and counts holidays', () => {
  expect(lived('03-02T10:00', [], 2).told).toMatchObject([{ dueAt: iso('03-06T00:00') }]);
  const stopped = lived('03-02T10:00', [['03-03T10:00', resolve]], 2).told.at(-1);
  expect(stopped).toMatchObject({ verdict: 'met', elapsedMs: 24 * 3_600_000 });
});

describe('where the calendar ends', () => {
  it.each(['02-27T10:00', '03-30T10:00', '04-02T10:00'])('a case of %s is registered all the same', (at) => {
    expect(lived(at).told).toMatchObject([{ type: 'ClockStarted', dueAt: null }]);
    const waited = lived(at, [
      ['04-03T09:00', wait],
      ['04-03T10:00', resume],
      ['04-03T11:00', 'look'],
    ]);
    expect(waited.told).toEqual([]);
  });

  it('a stop within it is met, since what is due comes later', () => {
    expect(lived('03-30T10:00', [['03-31T10:00', resolve]]).told).toMatchObject([
      { type: 'ClockStopped', verdict: 'met', dueAt: null, elapsedMs: 7 * 3_600_000 },
    ]);
  });

  it('nobody can say of a stop beyond it whether it was in time', () => {
    for (const registeredAt of ['02-27T10:00', '03-30T10:00']) {
      expect(lived(registeredAt, [['04-02T10:00', resolve]]).told).toMatchObject([
        { type: 'ClockClosed', reason: 'beyond-calendar' },
      ]);
    }
  });

  it('what was missed before stays missed', () => {
    expect(lived('03-23T09:00', [['04-10T10:00', resolve]], 1).told.at(-1)).toMatchObject({
      type: 'ClockStopped',
      verdict: 'missed',
      dueAt: iso('03-24T12:00'),
      elapsedMs: 49 * 3_600_000,
    });
  });
});

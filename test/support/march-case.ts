import { addCalendar, type Target } from '@redress/sla';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import { dueFacts } from '../../libs/clocks/src/domain/keep-clocks';
import { caseDecider, type CaseEvent } from '../../libs/complaints/src/domain/case-decider';
import { command, type Step } from './case-decisions';

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

export type Life = readonly (readonly [at: string, order: Step[1] | 'look'])[];

/** What a case lives through that was registered at an instant, and what its clocks made of the last step. */
export function lived(registeredAt: string, life: Life = [], priority = 3) {
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
  return { events, latest };
}

export const wait = { type: 'StartWaiting', waitsFor: 'customer' } as const;
export const resume = { type: 'ResumeComplaint' } as const;
export const resolve = { type: 'ResolveComplaint', resolvedBy: 'agent-1' } as const;
export const iso = (at: string): string => `2026-${at}:00.000Z`;

/** Four hours of Tuesday, the holiday, and the three of Thursday morning: one working day. */
export const PAUSED: Life = [
  ['03-03T13:00', wait],
  ['03-05T12:00', resume],
];

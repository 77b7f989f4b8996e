import { DomainError } from '@redress/kernel';
import type { OwnClock, Policy } from '@redress/sla';
import { bookOf, CASE_FACTS, promise } from '@redress/testing';
import fc from 'fast-check';
import { at, command } from '../../../../test/support/case-decisions';
import { caseDecider } from './case-decider';
import type { CaseOrder } from './commands';

type Step = readonly [minute: number, order: CaseOrder];

const ORDERS: readonly CaseOrder[] = [
  { type: 'AcceptComplaint' },
  { type: 'AssignComplaint', team: 'crews', agent: null },
  { type: 'AssignComplaint', team: 'front-desk', agent: null },
  { type: 'EscalateComplaint', reason: 'late' },
  { type: 'ChaseComplaint' },
  { type: 'RespondToComplaint' },
  { type: 'StartWaiting', waitsFor: 'customer' },
  { type: 'ResumeComplaint' },
];
const NAMES = [
  ...['ComplaintRegistered', 'ComplaintAccepted', 'ComplaintAssigned', 'ComplaintEscalated'],
  ...['ComplaintChased', 'ComplaintResponded'],
];
const names = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 });
const ownClock = fc.record<OwnClock>({
  clock: fc.constant('x-own'),
  starts: names,
  stops: names,
  closes: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 1 }),
  per: fc.constantFrom('cycle', 'occurrence'),
});
const life = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom(...ORDERS)), {
    minLength: 3,
    maxLength: 12,
  })
  .map((steps): readonly Step[] => {
    let minute = 0;
    return steps.map(([minutes, order]) => [(minute += minutes), order]);
  });

/**
 * The runs of the clock after a life in which version 2, which alone defines it, was adopted at a minute; from the start where that is
 * undefined.
 */
function runsOf(clock: OwnClock, steps: readonly Step[], adoptedAt?: number) {
  const second: Policy = {
    ...{ name: 'test', version: 2, effectiveFrom: adoptedAt === undefined ? 0 : at(100_000) },
    rules: [{ match: {}, targets: [promise('x-own', 'PT15M', { pausedBy: ['customer'], marks: [50] })] }],
    clocks: [clock],
  };
  const first: Policy = { name: 'test', version: 1, effectiveFrom: 0, rules: [{ match: {}, targets: [] }] };
  const adopt: Step[] =
    adoptedAt === undefined
      ? []
      : [[adoptedAt, { type: 'AdoptPolicy', policy: { name: 'test', version: 2 } }]];
  const told: Step[] = [
    [0, { type: 'RegisterComplaint', ...CASE_FACTS }],
    ...[...steps, ...adopt].sort(([one], [other]) => one - other),
    // What fell due is noticed by then.
    [10_000, { type: 'ReprioritiseComplaint', priority: 1 }],
  ];
  const state = told.reduce((before, [minute, order]) => {
    try {
      const context = { now: at(minute), policies: bookOf(first, second) };
      return caseDecider.decide(command(order, context), before).reduce(caseDecider.evolve, before);
    } catch (error) {
      if (error instanceof DomainError) return before;
      throw error;
    }
  }, caseDecider.initial);
  return state.clocks.runs.map(({ startedAt, cycle, breachedAt, end }) => ({
    startedAt,
    cycle,
    breachedAt,
    end,
  }));
}

describe('a clock that a policy defines only from a publication on', () => {
  it('is the same as had it been published before the fact that starts it, where it goes by then', () => {
    let going = 0;
    fc.assert(
      fc.property(ownClock, life, fc.integer({ min: 0, max: 60 }), (clock, steps, minute) => {
        const published = minute + 0.5;
        const begun = ({ startedAt }: { startedAt: number }): boolean => startedAt < at(published);
        const before = runsOf(clock, steps).filter(
          (run) => begun(run) && !(run.end && run.end.at < at(published)),
        );
        expect(runsOf(clock, steps, published).filter(begun)).toEqual(before);
        going += before.length;
      }),
      { numRuns: 300 },
    );
    expect(going).toBeGreaterThan(30);
  });
});

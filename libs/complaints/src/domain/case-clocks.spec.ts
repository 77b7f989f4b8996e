import { isClockEvent, type ClockEvent } from '@redress/clocks';
import { fromIso } from '@redress/kernel';
import type { OwnClock, Target } from '@redress/sla';
import { bookOf, CASE_FACTS, promise } from '@redress/testing';
import { at, command } from '../../../../test/support/case-decisions';
import { caseDecider } from './case-decider';
import type { CaseOrder } from './commands';

const CREW: OwnClock = {
  clock: 'x-crew-sent',
  starts: ['ComplaintAccepted'],
  stops: ['ComplaintAssigned'],
  closes: ['ComplaintClosed'],
  per: 'cycle',
};
const DECISION: OwnClock = {
  clock: 'x-decision',
  starts: ['ComplaintRegistered'],
  stops: ['ComplaintAccepted', 'ComplaintRefused'],
  closes: [],
  per: 'occurrence',
};
const CHECK: OwnClock = {
  clock: 'x-check',
  starts: ['ComplaintAccepted', 'ComplaintEscalated'],
  stops: ['ComplaintEscalated'],
  closes: [],
  per: 'occurrence',
};

/** Priority 1 has the targets given, the others none. */
const policy = (...targets: readonly Target[]) =>
  bookOf({
    name: 'test',
    version: 1,
    effectiveFrom: 0,
    rules: [{ match: { priority: [1] }, targets }],
    clocks: [CREW, DECISION, CHECK],
  });

type Step = readonly [minute: number, order: CaseOrder];
const registered: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 1 }];
const respond = (minute: number): Step => [minute, { type: 'RespondToComplaint' }];
const resolve = (minute: number): Step => [minute, { type: 'ResolveComplaint', resolvedBy: null }];
const reopen = (minute: number): Step => [minute, { type: 'ReopenComplaint' }];
const chase = (minute: number): Step => [minute, { type: 'ChaseComplaint' }];
const acknowledge = (minute: number): Step => [minute, { type: 'AcknowledgeComplaint', channel: 'sms' }];
const prioritise = (minute: number, priority: number): Step => [
  minute,
  { type: 'ReprioritiseComplaint', priority },
];
const close = (minute: number): Step => [
  minute,
  { type: 'CloseComplaint', resolvedBy: null, mayCloseUnasked: true },
];

/** What a life means to its clocks, in minutes: `1 from 0 due 60`, `1 met at 5`, `1 missed at 60`, `1 closed at 7: resolved`. */
function clocksOf(targets: readonly Target[], ...steps: readonly Step[]): string[] {
  let state = caseDecider.initial;
  return steps
    .flatMap(([minute, order]) => {
      const events = caseDecider.decide(
        command(order, { now: at(minute), policies: policy(...targets) }),
        state,
      );
      state = events.reduce(caseDecider.evolve, state);
      return events;
    })
    .flatMap((event) => (isClockEvent(event) ? inWords(event) : []));
}

const minute = (iso: string | null): string =>
  iso === null ? 'never' : String((fromIso(iso) - at(0)) / 60_000);

function inWords({ type, data }: ClockEvent): readonly string[] {
  if (type === 'ClockStarted') {
    return [`${String(data.instance)} from ${minute(data.startedAt)} due ${minute(data.dueAt)}`];
  }
  if (type === 'ClockStopped')
    return [`${String(data.instance)} ${data.verdict} at ${minute(data.stoppedAt)}`];
  if (type === 'ClockBreached') return [`${String(data.instance)} missed at ${minute(data.dueAt)}`];
  if (type === 'ClockClosed')
    return [`${String(data.instance)} closed at ${minute(data.closedAt)}: ${data.reason}`];
  return type === 'ClockRetargeted' ? [`${String(data.instance)} due ${minute(data.dueAt)}`] : [];
}

describe('the acknowledgement', () => {
  const target = [promise('acknowledgement', 'PT10M')];

  it('is owed from the registration on, and once', () => {
    expect(clocksOf(target, registered, acknowledge(5))).toEqual(['1 from 0 due 10', '1 met at 5']);
    expect(clocksOf(target, registered, acknowledge(15))).toEqual([
      '1 from 0 due 10',
      '1 missed at 10',
      '1 missed at 15',
    ]);
    const reopened = clocksOf(target, registered, acknowledge(5), resolve(20), reopen(30), acknowledge(40));
    expect(reopened).toEqual(['1 from 0 due 10', '1 met at 5']);
  });

  it('is given with an answer', () => {
    expect(clocksOf(target, registered, respond(5), acknowledge(6))).toEqual([
      '1 from 0 due 10',
      '1 met at 5',
    ]);
  });

  it('is no longer owed of a closed case', () => {
    const closedUntold = clocksOf(
      target,
      registered,
      [1, { type: 'AssignComplaint', team: 'crews', agent: null }],
      [5, { type: 'RefuseComplaint', reason: 'not-ours' }],
    );
    expect(closedUntold).toEqual(['1 from 0 due 10', '1 closed at 5: refused']);
  });

  it('counts from the registration under a later rule, unless it was given', () => {
    const late: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 2 }];
    expect(clocksOf(target, late, prioritise(4, 1))).toEqual(['1 from 0 due 10']);
    expect(clocksOf(target, late, acknowledge(3), prioritise(4, 1))).toEqual([]);
    expect(clocksOf(target, late, resolve(3), reopen(4), prioritise(5, 1))).toEqual([]);
    expect(clocksOf(target, registered, prioritise(3, 2), prioritise(4, 1))).toEqual([
      '1 from 0 due 10',
      '1 closed at 3: no-target',
      '2 from 0 due 10',
    ]);
  });
});

describe('the next response', () => {
  const target = [promise('next-response', 'PT60M')];

  it('is owed whenever the customer speaks again, from the first time that was not answered', () => {
    expect(clocksOf(target, registered, respond(1), chase(10), chase(20), respond(30), chase(40))).toEqual([
      '1 from 10 due 70',
      '1 met at 30',
      '2 from 40 due 100',
    ]);
  });

  it('is given with the resolution, and not owed of what is resolved', () => {
    expect(clocksOf(target, registered, respond(1), chase(10), resolve(90), chase(95))).toEqual([
      '1 from 10 due 70',
      '1 missed at 70',
      '1 missed at 90',
    ]);
  });

  it('ends with a case that goes on in another one', () => {
    expect(clocksOf(target, registered, chase(10), [20, { type: 'MergeComplaint', into: 'case-2' }])).toEqual(
      ['1 from 10 due 70', '1 closed at 20: merged'],
    );
  });

  it('counts from when the customer spoke under a later rule', () => {
    const late: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 2 }];
    expect(clocksOf(target, late, chase(10), chase(20), prioritise(30, 1))).toEqual(['1 from 10 due 70']);
    expect(clocksOf(target, late, chase(10), respond(20), prioritise(30, 1))).toEqual([]);
    expect(clocksOf(target, registered, chase(10), respond(15), chase(16), prioritise(30, 1))).toEqual([
      '1 from 10 due 70',
      '1 met at 15',
      '2 from 16 due 76',
    ]);
  });
});

describe('the update', () => {
  const target = [promise('update', 'PT60M')];

  it('is owed from one to the next, until the case is resolved', () => {
    expect(clocksOf(target, registered, respond(30), respond(100), resolve(110))).toEqual([
      '1 from 0 due 60',
      '1 met at 30',
      '2 from 30 due 90',
      '2 missed at 90',
      '2 missed at 100',
      '3 from 100 due 160',
      '3 closed at 110: resolved',
    ]);
  });

  it('is owed again after a reopening, and not for an answer about what is resolved', () => {
    expect(clocksOf(target, registered, respond(5), resolve(10), respond(20), reopen(30))).toEqual([
      '1 from 0 due 60',
      '1 met at 5',
      '2 from 5 due 65',
      '2 closed at 10: resolved',
      '3 from 30 due 90',
    ]);
  });

  it('counts from when the customer was last told under a later rule', () => {
    const late: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 2 }];
    expect(clocksOf(target, late, respond(10), prioritise(30, 1))).toEqual(['1 from 10 due 70']);
    expect(clocksOf(target, late, resolve(10), prioritise(30, 1))).toEqual([]);
  });
});

describe('the total resolution', () => {
  const target = [promise('total-resolution', 'PT100M'), promise('resolution', 'PT50M')];
  const [total] = target;

  it('begins with the registration in every cycle: the time in which the case was thought resolved counts', () => {
    expect(clocksOf(target, registered, resolve(30), reopen(60), resolve(90))).toEqual([
      ...['1 from 0 due 50', '1 from 0 due 100', '1 met at 30', '1 met at 30'],
      ...['2 from 60 due 110', '2 from 0 due 100', '2 met at 90', '2 met at 90'],
    ]);
  });

  it('is missed with the reopening, where it would have been due meanwhile; what was met stays', () => {
    const lived =
      total === undefined ? [] : clocksOf([total], registered, resolve(30), reopen(200), resolve(300));
    expect(lived).toEqual([
      '1 from 0 due 100',
      '1 met at 30',
      '2 from 0 due 100',
      '2 missed at 100',
      '2 missed at 300',
    ]);
  });

  it('counts from the registration under a later rule', () => {
    const late: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 2 }];
    const lived = clocksOf(target, late, resolve(10), reopen(20), prioritise(30, 1));
    expect(lived).toEqual(['1 from 0 due 100', '1 from 20 due 70']);
  });
});

describe('a clock that the policy defines', () => {
  const accept = (minutes: number): Step => [minutes, { type: 'AcceptComplaint' }];
  const assign = (minutes: number): Step => [
    minutes,
    { type: 'AssignComplaint', team: 'crews', agent: null },
  ];
  const escalate = (minutes: number): Step => [minutes, { type: 'EscalateComplaint', reason: 'late' }];

  it('starts and stops with the facts that it names', () => {
    const target = [promise('x-crew-sent', 'PT30M')];
    expect(clocksOf(target, registered, accept(5), assign(10))).toEqual(['1 from 5 due 35', '1 met at 10']);
    expect(clocksOf(target, registered, accept(5), assign(50))).toEqual([
      '1 from 5 due 35',
      '1 missed at 35',
      '1 missed at 50',
    ]);
  });

  it('does not run without a target', () => {
    expect(clocksOf([], registered, accept(5), assign(10))).toEqual([]);
  });

  it('is closed with the case, and re-targeted with the others', () => {
    const target = [promise('x-crew-sent', 'PT30M')];
    expect(clocksOf(target, registered, accept(5), close(10))).toEqual([
      '1 from 5 due 35',
      '1 closed at 10: closed',
    ]);
    expect(clocksOf(target, registered, accept(5), prioritise(6, 2))).toEqual([
      '1 from 5 due 35',
      '1 closed at 6: no-target',
    ]);
  });

  it('counts from the fact that starts it under a later rule, unless it was done', () => {
    const target = [promise('x-crew-sent', 'PT30M')];
    const untargeted: Step = [0, { type: 'RegisterComplaint', ...CASE_FACTS, priority: 2 }];
    expect(clocksOf(target, untargeted, accept(5), prioritise(8, 1), assign(10))).toEqual([
      '1 from 5 due 35',
      '1 met at 10',
    ]);
    expect(clocksOf(target, untargeted, accept(5), prioritise(50, 1))).toEqual([
      '1 from 5 due 35',
      '1 missed at 35',
    ]);
    expect(clocksOf(target, untargeted, accept(5), assign(7), prioritise(8, 1))).toEqual([]);
    expect(
      clocksOf(target, untargeted, prioritise(3, 1), accept(5), prioritise(8, 2), prioritise(9, 1)),
    ).toEqual([...['1 from 5 due 35', '1 closed at 8: no-target'], '2 from 5 due 35']);
  });

  it('is stopped by the end of the case where it waits for that', () => {
    const target = [promise('x-decision', 'PT30M')];
    expect(clocksOf(target, registered, [10, { type: 'RefuseComplaint', reason: 'not-ours' }])).toEqual([
      '1 from 0 due 30',
      '1 met at 10',
    ]);
  });

  it('may start again with the fact that stops it', () => {
    const target = [promise('x-check', 'PT30M')];
    expect(clocksOf(target, registered, accept(0), escalate(20), escalate(60))).toEqual([
      '1 from 0 due 30',
      '1 met at 20',
      '2 from 20 due 50',
      '2 missed at 50',
      '2 missed at 60',
      '3 from 60 due 90',
    ]);
  });
});

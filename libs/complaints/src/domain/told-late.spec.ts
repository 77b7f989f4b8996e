import { DomainError } from '@redress/kernel';
import { bookOf, CASE_FACTS, policyByPriority, promise } from '@redress/testing';
import fc from 'fast-check';
import {
  AGENT,
  at,
  cases,
  closed,
  command,
  fact,
  IMPORT,
  NOW,
  POOL,
  registered,
  reopened,
  resolved,
} from '../../../../test/support/case-decisions';
import { knownVerdicts } from '../../../../test/support/looked-at';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseOrder } from './commands';

const RESPOND: CaseOrder = { type: 'RespondToComplaint' };
const CHASE: CaseOrder = { type: 'ChaseComplaint' };
const BEGUN_AGAIN = [registered, resolved, closed, reopened];

describe('what was told of a cycle when it was over', () => {
  const answeredAt = (minutes: number, order: CaseOrder = RESPOND) =>
    cases.given(...BEGUN_AGAIN).when(command(order, { occurredAt: at(minutes), actor: IMPORT }));

  it('an answer belongs to the cycle in which it was given', () => {
    answeredAt(2).then(fact('ComplaintResponded', 2, { ...POOL, first: true, cycle: 1, cycleOver: true }));
    answeredAt(6).then(fact('ComplaintResponded', 6, { ...POOL, first: true, cycle: 2 }));
  });

  it('is the first of its cycle once', () => {
    const first = fact('ComplaintResponded', 3, { ...POOL, first: true, cycle: 1, cycleOver: true });
    cases
      .given(...BEGUN_AGAIN, first)
      .when(command(RESPOND, { occurredAt: at(2) }))
      .then(fact('ComplaintResponded', 2, { ...POOL, first: false, cycle: 1, cycleOver: true }));
    cases
      .given(...BEGUN_AGAIN, first)
      .when(command(RESPOND))
      .then(fact('ComplaintResponded', NOW, { ...POOL, first: true, cycle: 2 }));
  });

  it('leaves a request for more time in the present cycle', () => {
    const asked = { number: 1, clock: 'first-response', within: 'PT9H', reason: 'night', requestedBy: 'ann' };
    const requested = fact('ExtensionRequested', 7, { ...POOL, ...asked, clock: 'first-response' });
    const late = fact('ComplaintResponded', 2, { ...POOL, first: true, cycle: 1, cycleOver: true });
    cases
      .given(...BEGUN_AGAIN, requested, late)
      .when(command({ type: 'RefuseExtension', reason: 'no' }))
      .then(
        fact('ExtensionRefused', NOW, {
          ...POOL,
          number: 1,
          clock: 'first-response',
          within: 'PT9H',
          reason: 'no',
        }),
      );
  });

  it.each<[string, CaseOrder]>([
    ['where it waited', { type: 'StartWaiting', waitsFor: 'customer' }],
    ['that it was resolved', { type: 'ResolveComplaint', resolvedBy: null }],
    ['that the customer asked again', CHASE],
  ])('%s is refused: the reopening has said that anew', (_, order) => {
    answeredAt(2, order).thenRefused('occurred-out-of-order');
  });
});

const TICK = 1000;
const POLICIES = bookOf(
  policyByPriority({
    1: [promise('first-response', 'PT5S'), promise('resolution', 'PT10S'), promise('next-response', 'PT3S')],
    3: [
      promise('acknowledgement', 'PT5S'),
      promise('first-response', 'PT10S'),
      promise('resolution', 'PT20S', { pausedBy: ['customer'] }),
      promise('total-resolution', 'PT40S', { pausedBy: ['customer'] }),
      promise('next-response', 'PT5S', { pausedBy: ['customer'] }),
    ],
  }),
);

/** A case that is told orders at ticks, some of them when they are past. */
class Telling {
  state = caseDecider.initial;

  constructor() {
    this.tell({ type: 'RegisterComplaint', ...CASE_FACTS }, 0);
  }

  /** Whether it was taken. */
  tell(order: CaseOrder, tick: number, toldAt = tick): boolean {
    const time = { now: toldAt * TICK, ...(tick === toldAt ? {} : { occurredAt: tick * TICK }) };
    try {
      const events: readonly CaseEvent[] = caseDecider.decide(
        { ...order, ...time, policies: POLICIES, actor: AGENT, why: {} },
        this.state,
      );
      this.state = events.reduce(caseDecider.evolve, this.state);
      return true;
    } catch (error) {
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  /** What is to be said of each clock by all that is known, long after. */
  verdicts(): readonly string[] {
    return knownVerdicts(this.state.clocks, 1000 * TICK);
  }
}

type Spoken = readonly [tick: number, order: CaseOrder, delay: number];

const lives = (late: readonly CaseOrder[], others: readonly CaseOrder[]): fc.Arbitrary<readonly Spoken[]> =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 12 })
    .map((ticks) => ticks.toSorted((a, b) => a - b))
    .chain((ticks) =>
      fc.tuple(
        ...ticks.map((tick) =>
          fc.oneof(
            fc.tuple(fc.constant(tick), fc.constantFrom(...late), fc.integer({ min: 0, max: 40 })),
            fc.tuple(fc.constant(tick), fc.constantFrom(...others), fc.constant(0)),
          ),
        ),
      ),
    );

/** Tells a life in order, and with its delays; undefined where not the same was taken. */
function bothWays(life: readonly Spoken[]): readonly [readonly string[], readonly string[]] | undefined {
  const inOrder = new Telling();
  const taken = life.filter(([tick, order]) => inOrder.tell(order, tick));
  const late = new Telling();
  const isSame = taken
    .toSorted(([a, , delayA], [b, , delayB]) => a + delayA - (b + delayB) || a - b)
    .every(([tick, order, delay]) => late.tell(order, tick, tick + delay));
  return isSame ? [inOrder.verdicts(), late.verdicts()] : undefined;
}

const MOVES: readonly CaseOrder[] = [
  { type: 'ResolveComplaint', resolvedBy: null },
  { type: 'ReopenComplaint' },
  { type: 'AddNote', noteRef: 'note-1' },
  { type: 'ClaimComplaint', agent: 'agent-1' },
];

describe('any order of arrival ends in the same verdicts as known now', () => {
  it('of answers and acknowledgements, over several cycles', () => {
    let told = 0;
    fc.assert(
      fc.property(lives([RESPOND, { type: 'AcknowledgeComplaint', channel: 'sms' }], MOVES), (life) => {
        const both = bothWays(life);
        if (both === undefined) return;
        if (life.some(([, , delay]) => delay > 0)) told += 1;
        expect(both[1]).toEqual(both[0]);
      }),
      { numRuns: 1_000 },
    );
    expect(told).toBeGreaterThan(300);
  });

  it('of what the customer asked again, where it is taken late', () => {
    const others: readonly CaseOrder[] = [
      ...MOVES,
      RESPOND,
      { type: 'ReprioritiseComplaint', priority: 1 },
      { type: 'StartWaiting', waitsFor: 'customer' },
      { type: 'ResumeComplaint' },
    ];
    let told = 0;
    fc.assert(
      fc.property(lives([CHASE], others), (life) => {
        const both = bothWays(life);
        if (both === undefined) return;
        if (life.some(([, { type }, delay]) => type === 'ChaseComplaint' && delay > 0)) told += 1;
        expect(both[1]).toEqual(both[0]);
      }),
      { numRuns: 1_500 },
    );
    expect(told).toBeGreaterThan(50);
  });
});

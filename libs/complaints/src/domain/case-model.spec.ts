import { isClockEvent, type ClockEvent } from '@redress/clocks';
import { DomainError, fold, SYSTEM_ACTOR, type Actor } from '@redress/kernel';
import type { Target } from '@redress/sla';
import {
  bookOf,
  CASE_FACTS,
  judgeBySteps,
  policyByPriority,
  promise,
  toldByFacts,
  type LifeStep,
  type SteppedTarget,
} from '@redress/testing';
import fc from 'fast-check';
import { CHANNELS, WAIT_REASONS } from '../events';
import { caseDecider, type CaseEvent } from './case-decider';
import type { CaseCommand, CaseOrder } from './commands';
import { LEGAL } from './phases';

// A tick is a second; a case is registered at 0.
const TICK = 1000;
const AGENT: Actor = { id: 'agent-1', kind: 'staff', role: 'agent' };

const onCustomer = { marks: [40, 80], pausedBy: ['customer'] };
const PROMISES: Readonly<Record<number, readonly Target[]>> = {
  1: [promise('first-response', 'PT5S', { marks: [80] }), promise('resolution', 'PT10S', onCustomer)],
  2: [promise('first-response', 'PT20S', { marks: [80] }), promise('resolution', 'PT30S', onCustomer)],
  3: [promise('resolution', 'PT20S', { pausedBy: ['customer', 'supplier'] })],
  4: [promise('first-response', 'PT15S')],
};
const POLICIES = bookOf(policyByPriority(PROMISES));
const steppedTargets = (priority: number): readonly SteppedTarget[] =>
  (PROMISES[priority] ?? []).map(({ within, ...target }) => ({
    ...target,
    ticks: Number(/\d+/.exec(within)?.[0]),
  }));

type Order = Exclude<CaseOrder, { type: 'RegisterComplaint' }>;
const type = <Type extends Order['type']>(name: Type) => fc.constant(name);
const agent = fc.constantFrom('agent-1', 'agent-2');
const someone = fc.constantFrom('agent-1', 'agent-2', null);
const team = fc.constantFrom('front-desk', 'back-office');
const resolvedBy = someone;

const someOrder: fc.Arbitrary<Order> = fc.oneof(
  fc.record({ type: type('AcceptComplaint') }),
  { weight: 1, arbitrary: fc.record({ type: type('RefuseComplaint'), reason: fc.constant('not-ours') }) },
  fc.record({ type: type('AssignComplaint'), team, agent: someone }),
  fc.record({ type: type('ClaimComplaint'), agent }),
  fc.record({ type: type('TransferComplaint'), team, agent: someone }),
  fc.record({ type: type('ReturnComplaint'), reason: fc.constant('no-skill') }),
  {
    weight: 4,
    arbitrary: fc.record({ type: type('ReprioritiseComplaint'), priority: fc.integer({ min: 1, max: 4 }) }),
  },
  fc.record({ type: type('AcknowledgeComplaint'), channel: fc.constantFrom(...CHANNELS) }),
  fc.record({ type: type('RespondToComplaint') }),
  fc.record({ type: type('AddNote'), noteRef: fc.constant('note-1') }),
  {
    weight: 5,
    arbitrary: fc.record({ type: type('StartWaiting'), waitsFor: fc.constantFrom(...WAIT_REASONS) }),
  },
  { weight: 3, arbitrary: fc.record({ type: type('ResumeComplaint') }) },
  { weight: 2, arbitrary: fc.record({ type: type('ResolveComplaint'), resolvedBy }) },
  fc.record({ type: type('CloseComplaint'), resolvedBy }),
  { weight: 3, arbitrary: fc.record({ type: type('ReopenComplaint') }) },
);

/** An order, the ticks since the one before, and whether Redress itself gives it. */
const someOrders = fc.array(
  fc.tuple(
    fc.nat(6),
    someOrder,
    fc.nat(9).map((n) => n === 0),
  ),
  { maxLength: 25 },
);

interface Tried {
  readonly order: Order;
  readonly at: number;
  readonly bySystem: boolean;
  readonly events: readonly CaseEvent[];
  readonly refusal: DomainError | undefined;
  readonly before: ReturnType<typeof caseDecider.evolve>;
}

const command = (order: CaseOrder, at: number, bySystem = false): CaseCommand => ({
  ...order,
  now: at * TICK,
  policies: POLICIES,
  actor: bySystem ? SYSTEM_ACTOR : AGENT,
  why: {},
});

function tryAll(orders: readonly (readonly [number, Order, boolean])[]) {
  const history: CaseEvent[] = [
    ...caseDecider.decide(command({ type: 'RegisterComplaint', ...CASE_FACTS }, 0), caseDecider.initial),
  ];
  const tried: Tried[] = [];
  let [at, state] = [0, fold(caseDecider, history)];
  for (const [gap, order, bySystem] of orders) {
    at += gap;
    const before = state;
    try {
      const events = caseDecider.decide(command(order, at, bySystem), state);
      history.push(...events);
      state = events.reduce(caseDecider.evolve, state);
      tried.push({ order, at, bySystem, events, refusal: undefined, before });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      tried.push({ order, at, bySystem, events: [], refusal: error, before });
    }
  }
  return { history, tried, state, at };
}

/** What the accepted orders mean to the clocks, by the words of the domain alone. */
function lifeOf(tried: readonly Tried[]): LifeStep[] {
  const life: LifeStep[] = [{ at: 0, does: 'start', priority: CASE_FACTS.priority }];
  const now = { responded: false, priority: CASE_FACTS.priority as number };
  for (const { order, at, bySystem, events, before } of tried) {
    if (events.length === 0) continue;
    const phase = before.subject?.phase;
    const resume = (): void => {
      if (phase === 'waiting') life.push({ at, does: 'resume' });
    };
    const respond = (): void => {
      life.push({ at, does: 'stop', clock: 'first-response' });
      now.responded = true;
    };
    switch (order.type) {
      case 'ReprioritiseComplaint':
        now.priority = order.priority;
        life.push({ at, does: 'retarget', priority: now.priority });
        break;
      case 'RespondToComplaint':
        respond();
        break;
      case 'StartWaiting':
        resume();
        life.push({ at, does: 'pause', reason: order.waitsFor });
        break;
      case 'ResumeComplaint':
        resume();
        break;
      case 'ResolveComplaint':
      case 'CloseComplaint':
        if (phase === 'resolved') break;
        resume();
        if (!now.responded && !bySystem) respond();
        life.push({ at, does: 'stop', clock: 'resolution' });
        break;
      case 'ReopenComplaint':
        life.push({ at, does: 'start', priority: now.priority });
        now.responded = false;
        break;
      case 'RefuseComplaint':
        resume();
        life.push({ at, does: 'close' });
        break;
      case 'AcceptComplaint':
      case 'AssignComplaint':
      case 'ClaimComplaint':
      case 'TransferComplaint':
      case 'ReturnComplaint':
      case 'AcknowledgeComplaint':
      case 'AddNote':
    }
  }
  return life;
}

const clockFacts = (events: readonly CaseEvent[]): ClockEvent[] =>
  events.filter((event) => isClockEvent(event));

describe('a case, whatever it is told', () => {
  it('does what its phase allows, and refuses all else by name', () => {
    fc.assert(
      fc.property(someOrders, (orders) => {
        for (const { order, before, refusal } of tryAll(orders).tried) {
          const phase = before.subject?.phase ?? 'open';
          const legal = LEGAL[order.type].includes(phase);
          expect(refusal?.code).toBe(
            legal ? (refusal === undefined ? undefined : 'held-by-another') : 'illegal-step',
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same when it is read again, and as JSON', () => {
    fc.assert(
      fc.property(someOrders, (orders) => {
        const { history, state } = tryAll(orders);
        expect(fold(caseDecider, history)).toEqual(state);
        expect(fold(caseDecider, JSON.parse(JSON.stringify(history)) as CaseEvent[])).toEqual(state);
      }),
    );
  });

  it('changes by its events alone: what decided nothing left it as it was', () => {
    fc.assert(
      fc.property(someOrders, (orders) => {
        const { tried, state } = tryAll(orders);
        const states = [...tried.map(({ before }) => before), state];
        for (const [index, { events }] of tried.entries()) {
          if (events.length === 0) expect(states[index + 1]).toBe(states[index]);
        }
      }),
    );
  });

  it('does nothing twice: told the same again, it adds nothing, refuses, or counts one more', () => {
    const counted = new Set<Order['type']>(['TransferComplaint', 'RespondToComplaint', 'AddNote']);
    const onlyOnce = new Set<Order['type']>(['RefuseComplaint', 'ResumeComplaint', 'ReopenComplaint']);
    fc.assert(
      fc.property(someOrders, fc.nat(5), someOrder, (orders, later, order) => {
        const { tried, state, at } = tryAll([...orders, [1, order, false]]);
        if (tried.at(-1)?.refusal !== undefined) return;
        const again = () => caseDecider.decide(command(order, at + later), state);
        if (onlyOnce.has(order.type)) expect(again).toThrow(DomainError);
        else expect(again().length > 0).toBe(counted.has(order.type));
      }),
    );
  });

  it('has facts in the order of their time', () => {
    fc.assert(
      fc.property(someOrders, (orders) => {
        const instants = tryAll(orders)
          .history.filter((event) => !isClockEvent(event))
          .map(({ occurredAt }) => occurredAt);
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
      }),
    );
  });

  it('has its clocks judged as counting does', () => {
    fc.assert(
      fc.property(someOrders, (orders) => {
        const { history, tried } = tryAll(orders);
        const life = lifeOf(tried);
        // Nobody looked after the last of them.
        const verdicts = judgeBySteps(life, steppedTargets, life.at(-1)?.at ?? 0);
        expect(toldByFacts(clockFacts(history), TICK)).toEqual(verdicts);
      }),
      { numRuns: 1_000 },
    );
  });
});

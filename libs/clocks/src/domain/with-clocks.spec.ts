import type { Decider, DomainEvent } from '@redress/kernel';
import { bookOf, deciderSpec, policyByPriority, promise } from '@redress/testing';
import { withClocks, type ClockedCommand } from './with-clocks';
import type { ClockSignal } from './keep-clocks';

const MINUTE = 60_000;
const POLICIES = bookOf(
  policyByPriority({ 1: [promise('resolution', 'PT60M', { pausedBy: ['customer'] })] }),
);

/** A visit with a clock: opened, held up by the customer, done. What is not in the state the clocks must know by themselves. */
type Visit = DomainEvent<'Opened' | 'HeldUp' | 'WentOn' | 'Done', 1, { readonly knownUntil?: number }>;
type Order = ClockedCommand & { readonly facts: readonly Visit['type'][]; readonly at: number };

const SIGNALS: Readonly<Record<Visit['type'], ClockSignal>> = {
  Opened: {
    signal: 'start',
    cycle: 1,
    policy: { name: 'test', version: 1, rule: 1 },
    subject: { kind: 'any', category: 'any', priority: 1, tier: 'any', specialCare: false, channel: 'any' },
  },
  HeldUp: { signal: 'pause', reason: 'customer' },
  WentOn: { signal: 'resume' },
  Done: { signal: 'stop', clock: 'resolution' },
};

const bare: Decider<number, Order, Visit> = {
  initial: 0,
  decide: ({ facts, at, clocks }) =>
    facts.map((type) => ({
      type,
      version: 1,
      occurredAt: at,
      data: { knownUntil: clocks?.knownUntil ?? NaN },
    })),
  evolve: (count) => count + 1,
};
const visit = withClocks(bare, ({ type }) => [SIGNALS[type]]);

const order = (minute: number, ...facts: readonly Visit['type'][]): Order => ({
  facts,
  at: minute * MINUTE,
  now: minute * MINUTE,
  policies: POLICIES,
});

/** The stream that these orders lead to. */
const streamOf = (...orders: readonly Order[]) => {
  let state = visit.initial;
  return orders.flatMap((one) => {
    const events = visit.decide(one, state);
    state = events.reduce(visit.evolve, state);
    return events;
  });
};
const types = (...orders: readonly Order[]) => streamOf(...orders).map(({ type }) => type);

describe('a subject with clocks', () => {
  it('has what follows from each of its facts right after it', () => {
    expect(types(order(0, 'Opened'), order(10, 'HeldUp'), order(20, 'WentOn', 'Done'))).toEqual([
      ...['Opened', 'ClockStarted'],
      ...['HeldUp', 'ClocksPaused'],
      ...['WentOn', 'ClocksResumed', 'Done', 'ClockStopped'],
    ]);
  });

  it('has what fell due before a fact in front of it', () => {
    expect(types(order(0, 'Opened'), order(70, 'HeldUp')).slice(2)).toEqual([
      'ClockBreached',
      'HeldUp',
      'ClocksPaused',
    ]);
  });

  it('takes the facts of one order one after the other: the pause is over when the verdict is taken', () => {
    const [stopped] = streamOf(order(0, 'Opened'), order(10, 'HeldUp'), order(100, 'WentOn', 'Done')).slice(
      -1,
    );
    expect(stopped).toMatchObject({
      type: 'ClockStopped',
      data: { verdict: 'met', dueAt: '1970-01-01T02:30:00.000Z' },
    });
  });

  it('tells its decider up to when the clocks are known', () => {
    const known = streamOf(order(0, 'Opened'), order(70, 'HeldUp'), order(80, 'WentOn')).map(
      ({ data }) => data,
    );
    expect(known.flatMap((data) => ('knownUntil' in data ? [data.knownUntil] : []))).toEqual([
      0,
      0,
      70 * MINUTE,
    ]);
  });

  it('folds both: its own facts and those of its clocks', () => {
    const state = streamOf(order(0, 'Opened'), order(10, 'HeldUp')).reduce(visit.evolve, visit.initial);
    expect(state.subject).toBe(2);
    expect(state.clocks).toMatchObject({ runs: [{ clock: 'resolution' }], pauses: [{ from: 10 * MINUTE }] });
  });

  it('decides nothing of its clocks where it decides nothing', () => {
    deciderSpec(visit)
      .given(...streamOf(order(0, 'Opened')))
      .when(order(500))
      .thenNothing();
  });
});

import fc from 'fast-check';
import { queueOrder, type Urgency } from './queue-order';

const T0 = Date.UTC(2026, 0, 5, 9);

const calm: Urgency = {
  nextDueAt: null,
  paused: false,
  specialCare: false,
  tier: 'standard',
  priority: 3,
  registeredAt: T0,
  caseId: 'm',
};

/** The case ids in the order of their queue. */
const inOrder = (...urgencies: Partial<Urgency>[]): string[] =>
  urgencies
    .map((urgency, index) => ({ ...calm, caseId: `case-${String(index)}`, ...urgency }))
    .sort((a, b) => (queueOrder(a) < queueOrder(b) ? -1 : 1))
    .map(({ caseId }) => caseId);

describe('the order of a queue', () => {
  it('is by the earliest due instant first, whatever else holds', () => {
    expect(
      inOrder(
        { caseId: 'later', nextDueAt: T0 + 2, specialCare: true, tier: 'vip', priority: 1 },
        { caseId: 'sooner', nextDueAt: T0 + 1, priority: 5 },
        { caseId: 'overdue', nextDueAt: T0 - 1, priority: 5 },
      ),
    ).toEqual(['overdue', 'sooner', 'later']);
  });

  it('puts paused clocks after running ones, and cases without a clock after those', () => {
    expect(
      inOrder(
        { caseId: 'without', specialCare: true },
        { caseId: 'paused', paused: true },
        { caseId: 'running', nextDueAt: T0 + 1_000_000 },
      ),
    ).toEqual(['running', 'paused', 'without']);
  });

  it('is then by special care, tier, priority and age', () => {
    expect(
      inOrder(
        { caseId: 'young', registeredAt: T0 + 1 },
        { caseId: 'old', registeredAt: T0 },
        { caseId: 'urgent', registeredAt: T0 + 9, priority: 1 },
        { caseId: 'key', tier: 'key', priority: 5 },
        { caseId: 'vip', tier: 'vip', priority: 5 },
        { caseId: 'care', specialCare: true, priority: 5 },
      ),
    ).toEqual(['care', 'vip', 'key', 'urgent', 'old', 'young']);
  });

  it('compares instants as numbers, those before 1970 too', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -2e12, max: 2e14 }),
        fc.integer({ min: -2e12, max: 2e14 }),
        (one, other) => {
          fc.pre(one !== other);
          const first = queueOrder({ ...calm, nextDueAt: one }) < queueOrder({ ...calm, nextDueAt: other });
          expect(first).toBe(one < other);
        },
      ),
    );
  });
});

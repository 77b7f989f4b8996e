import fc from 'fast-check';
import { queueOrder, type Urgency } from './queue-order';

const T0 = Date.UTC(2026, 0, 5, 9);

const calm: Urgency = {
  nextDueAt: null,
  beyondCalendar: false,
  paused: false,
  supervised: false,
  chases: 0,
  specialCare: false,
  tier: 'standard',
  priority: 3,
  registeredAt: T0,
  itemId: 'm',
};

/** The items in the order of their queue. */
const inOrder = (...urgencies: Partial<Urgency>[]): string[] =>
  urgencies
    .map((urgency, index) => ({ ...calm, itemId: `case-${String(index)}`, ...urgency }))
    .sort((a, b) => (queueOrder(a) < queueOrder(b) ? -1 : 1))
    .map(({ itemId }) => itemId);

describe('the order of a queue', () => {
  it('is by the earliest due instant first, whatever else holds', () => {
    expect(
      inOrder(
        { itemId: 'later', nextDueAt: T0 + 2, specialCare: true, tier: 'vip', priority: 1 },
        { itemId: 'sooner', nextDueAt: T0 + 1, priority: 5 },
        { itemId: 'overdue', nextDueAt: T0 - 1, priority: 5 },
      ),
    ).toEqual(['overdue', 'sooner', 'later']);
  });

  it('puts clocks beyond their calendar after those with a due instant, paused ones after these, and cases without a clock after those', () => {
    expect(
      inOrder(
        { itemId: 'without', specialCare: true },
        { itemId: 'paused', paused: true },
        { itemId: 'beyond', beyondCalendar: true, paused: true },
        { itemId: 'running', nextDueAt: T0 + 1_000_000 },
      ),
    ).toEqual(['running', 'beyond', 'paused', 'without']);
  });

  it('is then by special care, tier, priority and age', () => {
    expect(
      inOrder(
        { itemId: 'young', registeredAt: T0 + 1 },
        { itemId: 'old', registeredAt: T0 },
        { itemId: 'urgent', registeredAt: T0 + 9, priority: 1 },
        { itemId: 'key', tier: 'key', priority: 5 },
        { itemId: 'vip', tier: 'vip', priority: 5 },
        { itemId: 'care', specialCare: true, priority: 5 },
      ),
    ).toEqual(['care', 'vip', 'key', 'urgent', 'old', 'young']);
  });

  it('puts what is asked after before special care: supervision first, then the most chases', () => {
    expect(
      inOrder(
        { itemId: 'care', specialCare: true, tier: 'vip', priority: 1 },
        { itemId: 'chased twice', chases: 2 },
        { itemId: 'chased ten times', chases: 10 },
        { itemId: 'supervised', supervised: true },
        { itemId: 'due', nextDueAt: T0 },
      ),
    ).toEqual(['due', 'supervised', 'chased ten times', 'chased twice', 'care']);
  });

  it('counts chases without end, and still sorts', () => {
    expect(
      inOrder({ itemId: 'b', chases: 1_000 }, { itemId: 'a', chases: 5_000 }, { itemId: 'c', chases: 998 }),
    ).toEqual(['a', 'b', 'c']);
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

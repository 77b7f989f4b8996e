import fc from 'fast-check';
import { applyPolicy, type Match, type SubjectFacts } from './policy';
import { unreachableRules } from './unreachable-rules';

const unreachable = (...matches: readonly Match[]) => unreachableRules(matches.map((match) => ({ match })));

describe('a rule that can never match', () => {
  it('comes after one that matches all that it matches', () => {
    expect(unreachable({}, { priority: [1] })).toEqual([{ rule: 2, coveredBy: [1] }]);
    expect(unreachable({ priority: [1, 2] }, { tier: ['vip'] }, { priority: [2], tier: ['vip'] })).toEqual([
      { rule: 3, coveredBy: [1] },
    ]);
    expect(unreachable({ kind: ['fault'] }, { kind: ['fault'] })).toEqual([{ rule: 2, coveredBy: [1] }]);
  });

  it('comes after several that match it between them', () => {
    expect(unreachable({ priority: [1, 2] }, { priority: [3] }, { priority: [4, 5] }, {})).toEqual([
      { rule: 4, coveredBy: [1, 2, 3] },
    ]);
    expect(unreachable({ specialCare: [true] }, { specialCare: [false] }, { category: ['a'] })).toEqual([
      { rule: 3, coveredBy: [1, 2] },
    ]);
  });

  it('is none while a value is left that no rule names', () => {
    expect(unreachable({ tier: ['vip'] }, { tier: ['key'] }, { tier: ['standard'] }, {})).toEqual([]);
    expect(unreachable({ tier: ['vip'] }, { tier: ['key'] }, { tier: ['key', 'vip'] })).toEqual([
      { rule: 3, coveredBy: [1, 2] },
    ]);
    expect(unreachable({ priority: [1, 2, 3, 4] }, {})).toEqual([]);
  });

  it('names no rule that the others can do without', () => {
    expect(unreachable({ priority: [1] }, { priority: [1, 2] }, { priority: [2] })).toEqual([
      { rule: 3, coveredBy: [2] },
    ]);
    expect(unreachable({ channel: ['fax'] }, { priority: [1] }, { priority: [1], tier: ['vip'] })).toEqual([
      { rule: 3, coveredBy: [2] },
    ]);
  });

  it('is found among many rules and values at once', () => {
    const categories = Array.from({ length: 2_000 }, (_, index) => `category-${String(index)}`);
    const each = categories.slice(0, 150).map((category): Match => ({ category: [category] }));
    const some = categories.slice(0, 150).map((category): Match => ({ category: [category], tier: ['vip'] }));
    const found = unreachable(
      { category: categories.slice(150) },
      ...each,
      ...some,
      { category: categories },
      {},
    );
    expect(found.map(({ rule }) => rule)).toEqual([...some.map((_, index) => index + 152), 302]);
  });
});

describe('which rules can never match', () => {
  const someOf = <Value>(...values: readonly Value[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
  const match = fc
    .record({
      kind: someOf('complaint', 'enquiry'),
      category: someOf('a', 'b', 'c'),
      priority: someOf(1, 2, 3, 4, 5),
      tier: someOf('vip', 'key'),
      specialCare: someOf(true, false),
      channel: someOf('fax'),
    })
    .map((all): Match =>
      Object.fromEntries(Object.entries(all).filter(([, values]) => values !== undefined)),
    );
  const SUBJECTS: readonly SubjectFacts[] = ['complaint', 'enquiry', 'other'].flatMap((kind) =>
    ['a', 'b', 'c', 'other'].flatMap((category) =>
      [1, 2, 3, 4, 5].flatMap((priority) =>
        ['vip', 'key', 'other'].flatMap((tier) =>
          [true, false].flatMap((specialCare) =>
            ['fax', 'other'].map((channel) => ({ kind, category, priority, tier, specialCare, channel })),
          ),
        ),
      ),
    ),
  );

  const reached = (matches: readonly Match[]): ReadonlySet<number | null> => {
    const rules = matches.map((one) => ({ match: one, targets: [] }));
    const policy = { name: 'p', version: 1, effectiveFrom: 0, rules };
    return new Set(SUBJECTS.map((subject) => applyPolicy(policy, subject).ref.rule));
  };

  it('is what trying every subject says, and so is what covers them', () => {
    fc.assert(
      fc.property(fc.array(match, { minLength: 1, maxLength: 7 }), (matches) => {
        const tried = reached(matches);
        const found = unreachableRules(matches.map((one) => ({ match: one })));
        expect(found.map(({ rule }) => rule)).toEqual(
          matches.map((_, index) => index + 1).filter((rule) => !tried.has(rule)),
        );
        for (const { rule, coveredBy } of found) {
          const of = (rules: readonly number[]) => rules.map((one) => matches[one - 1] ?? {});
          expect(reached([...of(coveredBy), ...of([rule])]).has(coveredBy.length + 1)).toBe(false);
          for (const spared of coveredBy) {
            const others = coveredBy.filter((one) => one !== spared);
            expect(reached([...of(others), ...of([rule])]).has(others.length + 1)).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

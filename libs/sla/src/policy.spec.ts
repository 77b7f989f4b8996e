import { applyPolicy, traceRules, type Policy, type Rule, type SubjectFacts, type Target } from './policy';

const target = (within: string): Target => ({
  clock: 'resolution',
  within,
  calendar: { name: '24x7', version: 1 },
  pausedBy: [],
  marks: [80],
});

const rule = (match: Rule['match'], within: string): Rule => ({ match, targets: [target(within)] });

const policy = (...rules: readonly Rule[]): Policy => ({ name: 'p', version: 3, effectiveFrom: 0, rules });

const subject: SubjectFacts = {
  kind: 'complaint',
  category: 'billing',
  priority: 3,
  tier: 'standard',
  specialCare: false,
  channel: 'phone',
};

describe('applyPolicy', () => {
  it('lets the first rule that matches win, and names it', () => {
    const three = policy(
      rule({ priority: [1] }, 'PT1H'),
      rule({ priority: [2, 3] }, 'PT2H'),
      rule({}, 'PT3H'),
    );
    expect(applyPolicy(three, subject)).toEqual({
      ref: { name: 'p', version: 3, rule: 2 },
      targets: [target('PT2H')],
    });
    expect(applyPolicy(three, { ...subject, priority: 4 }).ref.rule).toBe(3);
  });

  it('wants every fact that a rule names, and looks at no other', () => {
    const strict = policy(rule({ priority: [3], tier: ['key', 'vip'], specialCare: [true] }, 'PT1H'));
    expect(applyPolicy(strict, { ...subject, tier: 'vip', specialCare: true, channel: 'fax' }).ref.rule).toBe(
      1,
    );
    expect(applyPolicy(strict, { ...subject, tier: 'vip' }).ref.rule).toBeNull();
  });

  it.each([
    ['kind', 'enquiry'],
    ['category', 'outage'],
    ['priority', 1],
    ['tier', 'vip'],
    ['specialCare', true],
    ['channel', 'letter'],
  ] as const)('can tell cases apart by %s', (fact, value) => {
    const one = policy({ match: { [fact]: [value] }, targets: [target('PT1H')] });
    expect(applyPolicy(one, { ...subject, [fact]: value }).ref.rule).toBe(1);
    expect(applyPolicy(one, subject).ref.rule).toBeNull();
  });

  it('promises nothing where no rule matches', () => {
    expect(applyPolicy(policy(rule({ priority: [1] }, 'PT1H')), subject)).toEqual({
      ref: { name: 'p', version: 3, rule: null },
      targets: [],
    });
  });
});

describe('traceRules', () => {
  it('tells for each earlier rule the first condition that failed', () => {
    const three = policy(
      rule({ tier: ['vip', 'key'], priority: [3] }, 'PT1H'),
      rule({ channel: ['fax'], specialCare: [true] }, 'PT2H'),
      rule({ priority: [3] }, 'PT3H'),
      rule({}, 'PT4H'),
    );
    expect(traceRules(three, subject)).toEqual({
      ref: { name: 'p', version: 3, rule: 3 },
      passedOver: [
        { rule: 1, fact: 'tier', wanted: ['vip', 'key'], had: 'standard' },
        { rule: 2, fact: 'specialCare', wanted: [true], had: false },
      ],
    });
  });

  it('tells it for every rule where none matches', () => {
    expect(traceRules(policy(rule({ priority: [1] }, 'PT1H')), subject)).toEqual({
      ref: { name: 'p', version: 3, rule: null },
      passedOver: [{ rule: 1, fact: 'priority', wanted: [1], had: 3 }],
    });
  });

  it('has nothing to tell of the first rule', () => {
    expect(traceRules(policy(rule({}, 'PT1H')), subject).passedOver).toEqual([]);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CALLBACK_CHANNELS } from '@redress/callbacks';
import { CASE_KINDS, SEVERITIES } from '@redress/complaints';
import { PolicyFileError } from '../document-file/policy-file-error';
import { ruleFor, type IntakeRules } from './intake-rules';
import { parseIntakeRules, readIntakeRulesFile } from './intake-rules-file';

const GOOD = `
name: early
effectiveFrom: 2026-03-01T00:00:00Z
rules:
  - match: { kind: [parcel-late], severity: [grave] }
    case: { kind: complaint, category: delivery, priority: 1, team: parcels }
    sameWithin: PT6H
    call: { purpose: promise, opensAfter: PT30M, within: PT2H, channel: sms }
  - match: { kind: [parcel-late] }
    case: { kind: complaint, category: delivery, priority: 3 }
`;

/** The good rules with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a file of intake rules', () => {
  it('is read as it stands', () => {
    expect(parseIntakeRules(GOOD)).toEqual({
      name: 'early',
      effectiveFrom: Date.UTC(2026, 2, 1),
      rules: [
        {
          match: { kind: ['parcel-late'], severity: ['grave'] },
          case: { kind: 'complaint', category: 'delivery', priority: 1, team: 'parcels' },
          sameWithin: 'PT6H',
          call: { purpose: 'promise', opensAfter: 'PT30M', within: 'PT2H', channel: 'sms' },
        },
        {
          match: { kind: ['parcel-late'] },
          case: { kind: 'complaint', category: 'delivery', priority: 3 },
        },
      ],
    });
  });

  it('may name every kind of case, severity and channel of a call', () => {
    for (const kind of CASE_KINDS) parseIntakeRules(but('kind: complaint', `kind: ${kind}`));
    for (const channel of CALLBACK_CHANNELS) parseIntakeRules(but('channel: sms', `channel: ${channel}`));
    parseIntakeRules(but('[grave]', `[${SEVERITIES.join(', ')}]`));
  });

  it.each([
    ['no rule', 'name: early\nrules: []\n', 'r.yaml:2: rules must NOT have fewer than 1 items'],
    [
      'a kind of case that is none',
      but('kind: complaint', 'kind: moan'),
      'r.yaml:6: rules.0.case.kind must be one of complaint,',
    ],
    [
      'a priority that is none',
      but('priority: 1', 'priority: 9'),
      'r.yaml:6: rules.0.case.priority must be <= 5',
    ],
    [
      'a category that is no id',
      but('category: delivery', 'category: late delivery'),
      'r.yaml:6: rules.0.case.category is not right. 1 to 64 letters',
    ],
    [
      'a purpose that is not ours to choose',
      but('purpose: promise', 'purpose: follow-up'),
      'r.yaml:8: rules.0.call.purpose must be one of promise, care',
    ],
    [
      'no length of time',
      but('PT2H', 'two hours'),
      'r.yaml:8: rules.0.call.within "two hours" is no length of running time',
    ],
    [
      'a window that ends before it opens',
      but('PT2H', 'PT30M'),
      'r.yaml:8: rules.0.call.within is PT30M: the window opens only after PT30M',
    ],
    ['a window of a year', but('PT2H', 'PT8760H'), 'r.yaml:8: rules.0.call.within is PT8760H: a window is'],
    [
      'no time within which it is the same',
      but('PT6H', 'P1D'),
      'r.yaml:7: rules.0.sameWithin "P1D" is no length of running time',
    ],
    ['an unknown field', but('severity', 'sverity'), 'r.yaml:5: rules.0.match.sverity is not known here'],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(() => parseIntakeRules(text, 'r.yaml')).toThrow(PolicyFileError);
    expect(() => parseIntakeRules(text, 'r.yaml')).toThrow(message);
  });
});

describe('the rule for a signal', () => {
  const rules: IntakeRules = { ...parseIntakeRules(GOOD), version: 7, effectiveFrom: 0 };

  it('is the first that matches, named with the version that it stands in', () => {
    expect(ruleFor(rules, { kind: 'parcel-late', severity: 'grave' })?.ref).toEqual({
      name: 'early',
      version: 7,
      rule: 1,
    });
    expect(ruleFor(rules, { kind: 'parcel-late', severity: 'normal' })?.ref.rule).toBe(2);
  });

  it('may be none', () => {
    expect(ruleFor(rules, { kind: 'outage', severity: 'grave' })).toBeUndefined();
  });
});

describe('the intake rules that are shipped', () => {
  const folder = join(__dirname, '../../../../policies/intake');

  it.each(readdirSync(folder))('%s can be used, and is named as its file', (file) => {
    expect(`${readIntakeRulesFile(join(folder, file)).name}.yaml`).toBe(file);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parseAuthority, readAuthorityFile } from './authority-file';

const GOOD = `
name: by-role
timeZone: Asia/Shanghai
limits:
  - { role: agent, currency: CNY, perCase: 100, perDay: 500, perMonth: 5000 }
  - { role: supervisor, currency: CNY, perCase: 1000, perDay: 1000, perMonth: 1000 }
`;

/** The good limits with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a file of authority limits', () => {
  it('is read as it stands', () => {
    expect(parseAuthority(GOOD)).toEqual({
      name: 'by-role',
      timeZone: 'Asia/Shanghai',
      limits: [
        { role: 'agent', currency: 'CNY', perCase: 100, perDay: 500, perMonth: 5000 },
        { role: 'supervisor', currency: 'CNY', perCase: 1000, perDay: 1000, perMonth: 1000 },
      ],
    });
  });

  it.each([
    [
      'a zone that is none',
      but('Asia/Shanghai', 'Asia/Atlantis'),
      'p.yaml:3: timeZone names no time zone: Asia/Atlantis',
    ],
    [
      'a currency that is none',
      but('agent, currency: CNY', 'agent, currency: XYZ'),
      'p.yaml:5: limits.0.currency names no currency: XYZ',
    ],
    [
      'a currency in small letters',
      but('agent, currency: CNY', 'agent, currency: cny'),
      'p.yaml:5: limits.0.currency is not right. Three capitals',
    ],
    [
      'a role that approves nothing',
      but('supervisor', 'analyst'),
      'p.yaml:6: limits.1.role must be one of agent, shift-leader, supervisor',
    ],
    ['a fraction', but('perCase: 1000', 'perCase: 10.5'), 'p.yaml:6: limits.1.perCase must be integer'],
    ['less than nothing', but('perCase: 100,', 'perCase: -1,'), 'p.yaml:5: limits.0.perCase must be >= 0'],
    [
      'more a case than a day',
      but('perDay: 500,', 'perDay: 99,'),
      'p.yaml:5: limits.0.perCase is 100, more than perDay, 99',
    ],
    [
      'more a day than a month',
      but('perMonth: 1000', 'perMonth: 999'),
      'p.yaml:6: limits.1.perDay is 1000, more than perMonth, 999',
    ],
    [
      'two limits for one',
      but('supervisor', 'agent'),
      'p.yaml:6: limits.1 is a second limit for agent in CNY',
    ],
    [
      'no limit',
      'name: none\ntimeZone: UTC\nlimits: []\n',
      'p.yaml:3: limits must NOT have fewer than 1 items',
    ],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(() => parseAuthority(text, 'p.yaml')).toThrow(PolicyFileError);
    expect(() => parseAuthority(text, 'p.yaml')).toThrow(message);
  });
});

describe('the authority limits that are shipped', () => {
  const folder = join(__dirname, '../../../../policies/authority');

  it.each(readdirSync(folder))('%s can be used, and is named as its file', (file) => {
    expect(`${readAuthorityFile(join(folder, file)).name}.yaml`).toBe(file);
  });

  it('front-line gives each role more than the one below it, in every currency', () => {
    const { limits } = readAuthorityFile(join(folder, 'front-line.yaml'));
    for (const currency of new Set(limits.map((limit) => limit.currency))) {
      const perCase = (role: string) =>
        limits.find((limit) => limit.role === role && limit.currency === currency)?.perCase ?? 0;
      expect(perCase('agent')).toBeGreaterThan(0);
      expect(perCase('shift-leader')).toBeGreaterThan(perCase('agent'));
      expect(perCase('supervisor')).toBeGreaterThan(perCase('shift-leader'));
    }
  });
});

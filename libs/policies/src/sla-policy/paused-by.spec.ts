import { addCalendar } from '@redress/sla';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parsePolicy } from './policy-file';
import { writePolicy } from './write-policy';

const GOOD = `
name: with-limits
rules:
  - targets:
      resolution:
        within: PT4H
        pausedBy:
          - customer
          - { reason: supplier, longest: PT8H, approval: true }
          - { reason: evidence, approval: true }
          - { reason: another-case }
`;

/** The good policy with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('what pauses a target of a policy file', () => {
  it('is the reasons, with the limits that some of them have', () => {
    const said = parsePolicy(GOOD).draft();
    expect(said.rules[0]?.targets[0]).toMatchObject({
      pausedBy: ['customer', 'supplier', 'evidence', 'another-case'],
      pauseLimits: [
        { reason: 'supplier', longest: 'PT8H', needsApproval: true },
        { reason: 'evidence', needsApproval: true },
      ],
    });
    expect(parsePolicy(writePolicy(said)).draft()).toEqual(said);
  });

  it('has no limits where none are written', () => {
    const said = parsePolicy(GOOD.replace(/, (longest: PT8H, )?approval: true/g, '')).draft();
    expect(said.rules[0]?.targets[0]).not.toHaveProperty('pauseLimits');
  });

  it('counts working days on the calendar of the target', () => {
    addCalendar({
      name: 'limits-office',
      version: 1,
      zone: { name: 'Etc/UTC', tzdata: '2026a', offsetSeconds: 0, changes: [] },
      horizon: { firstDay: '2026-01-01', lastDay: '2026-12-31' },
      weekly: { monday: ['09:00-17:00'] },
      days: [],
    });
    const text = but('within: PT4H', 'within: PT4H\n        calendar: limits-office');
    const [target] =
      parsePolicy(text.replace('longest: PT8H', 'longest: P5BD')).draft().rules[0]?.targets ?? [];
    expect(target?.pauseLimits?.[0]).toMatchObject({ longest: 'P5BD' });
  });

  it.each([
    [
      'a reason twice',
      but('- customer', '- evidence'),
      /^p\.yaml:10: .*pausedBy\.2 says evidence a second time/,
    ],
    ['days on a calendar without', but('PT8H', 'P5BD'), /^p\.yaml:9: .*longest can't be used: .*24x7/],
    ['no length', but('PT8H', 'soon'), /^p\.yaml:9: .*longest can't be used/],
    ['an unknown reason', but('reason: evidence', 'reason: rain'), /^p\.yaml:10: .*must be one of customer/],
    ['another word', but('approval: true }', 'approved: true }'), /^p\.yaml:9: .*approved/],
  ])('is refused with its line: %s', (_, text, message) => {
    expect(() => parsePolicy(text, 'p.yaml').draft()).toThrow(PolicyFileError);
    expect(() => parsePolicy(text, 'p.yaml').draft()).toThrow(message);
  });
});

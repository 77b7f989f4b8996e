import { PolicyFileError } from '../document-file/policy-file-error';
import { parsePolicy } from './policy-file';

const GOOD = `
name: with-a-ladder
rules:
  - targets:
      resolution:
        within: PT4H
        marks: [80, 50]
        escalation:
          - { at: 50, tell: agent }
          - { at: 80, tell: shift-leader }
          - { at: due, reassign: duty-team }
          - { at: due, supervise: supervisor }
`;

/** The good policy with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('the escalation ladder of a policy file', () => {
  it('stands in the target, in the order in which it is written', () => {
    expect(parsePolicy(GOOD).draft().rules[0]?.targets[0]).toMatchObject({
      marks: [50, 80],
      ladder: [
        { at: 50, action: 'tell', to: 'agent' },
        { at: 80, action: 'tell', to: 'shift-leader' },
        { at: 'due', action: 'reassign', to: 'duty-team' },
        { at: 'due', action: 'supervise', to: 'supervisor' },
      ],
    });
  });

  it.each([
    [
      'a mark that the target has not',
      but('at: 80', 'at: 90'),
      /^p\.yaml:10: .*escalation\.1\.at is no mark of this target: 90\. It has 80, 50, due$/,
    ],
    ['a time that is no mark', but('at: due, re', 'at: PT30M, re'), /^p\.yaml:11: .*no mark of this target/],
    ['no action', but('at: 50, tell: agent', 'at: 50'), /^p\.yaml:9: .*fewer than 2/],
    ['two actions', but('at: 50, ', 'at: 50, reassign: crews, '), /^p\.yaml:9: .*more than 2/],
    [
      'a role that is told nothing',
      but('tell: agent', 'tell: analyst'),
      /^p\.yaml:9: .*must be one of agent/,
    ],
    ['a team that is no id', but('duty-team', 'the duty team'), /^p\.yaml:11: .*reassign is not right/],
    ['an unknown action', but('tell: agent', 'call: agent'), /^p\.yaml:9: .*call is not known here$/],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(() => parsePolicy(text, 'p.yaml').draft()).toThrow(PolicyFileError);
    expect(() => parsePolicy(text, 'p.yaml').draft()).toThrow(message);
  });
});

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCalendar, applyPolicy, parseDuration } from '@redress/sla';
import { buildCalendar } from '@redress/sla/build-calendar';
import { readCalendarFile } from '../calendar/calendar-file';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parsePolicy, readPolicyFile } from './policy-file';
import { writePolicy } from './write-policy';

const GOOD = `
name: by-priority
description: What it is for.
source: The handbook.
effectiveFrom: 2026-03-01T00:00:00Z
rules:
  - match: { priority: [1], tier: [vip, key], specialCare: [true] }
    targets:
      first-response: { within: PT15M, marks: [80, 50] }
      resolution:
        within: PT4H
        calendar: 24x7
        pausedBy: [customer, supplier]
  - targets:
      resolution: { within: PT72H }
`;

/** The message with which a policy is refused. */
function refusal(text: string): string {
  try {
    parsePolicy(text, 'p.yaml').draft();
  } catch (error) {
    if (error instanceof PolicyFileError) return error.message;
    throw error;
  }
  throw new Error('not refused');
}

/** The good policy with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a policy file', () => {
  it('is read with what it leaves out filled in', () => {
    const around = { name: '24x7', version: 1 };
    expect(parsePolicy(GOOD).draft()).toEqual({
      name: 'by-priority',
      effectiveFrom: Date.UTC(2026, 2, 1),
      rules: [
        {
          match: { priority: [1], tier: ['vip', 'key'], specialCare: [true] },
          targets: [
            { clock: 'first-response', within: 'PT15M', calendar: around, pausedBy: [], marks: [50, 80] },
            {
              clock: 'resolution',
              within: 'PT4H',
              calendar: around,
              pausedBy: ['customer', 'supplier'],
              marks: [],
            },
          ],
        },
        {
          match: {},
          targets: [{ clock: 'resolution', within: 'PT72H', calendar: around, pausedBy: [], marks: [] }],
        },
      ],
    });
  });

  it('may warn by the time that is left, too', () => {
    const { rules } = parsePolicy(but('marks: [80, 50]', 'marks: [PT2M, 80, PT5M]')).draft();
    expect(rules[0]?.targets[0]).toMatchObject({ marks: [80], nearMarks: ['PT5M', 'PT2M'] });
  });

  it('may define clocks of its own, with targets', () => {
    const own = `clocks:
  x-crew-sent: { starts: [ComplaintAccepted, opened], stops: [ComplaintAssigned, 'fact:crew-sent'], per: cycle }
  x-archive: { starts: [ComplaintClosed], stops: [ComplaintArchived], per: occurrence }
  x-word: { starts: [ComplaintChased], stops: [ComplaintNoteAdded], closes: [ComplaintResolved], per: occurrence }
rules:`;
    const text = but('rules:', own).replace(
      '{ within: PT72H }',
      '{ within: PT72H }\n      x-archive: { within: P3BD, calendar: 24x7 }',
    );
    expect(() => parsePolicy(text).draft()).toThrow(/x-archive\.within can't be used/);
    const { clocks, rules } = parsePolicy(text.replace('P3BD', 'PT1H')).draft();
    expect(rules[1]?.targets.map(({ clock }) => clock)).toEqual(['resolution', 'x-archive']);
    expect(clocks).toEqual([
      {
        clock: 'x-crew-sent',
        starts: ['ComplaintAccepted', 'opened'],
        stops: ['ComplaintAssigned', 'fact:crew-sent'],
        closes: ['ComplaintClosed'],
        per: 'cycle',
      },
      {
        ...{ clock: 'x-archive', starts: ['ComplaintClosed'], stops: ['ComplaintArchived'] },
        ...{ closes: [], per: 'occurrence' },
      },
      {
        ...{ clock: 'x-word', starts: ['ComplaintChased'], stops: ['ComplaintNoteAdded'] },
        ...{ closes: ['ComplaintResolved'], per: 'occurrence' },
      },
    ]);
    const draft = parsePolicy(text.replace('P3BD', 'PT1H')).draft();
    expect(parsePolicy(writePolicy(draft)).draft()).toEqual(draft);
  });

  it('may leave open from when it holds', () => {
    expect(parsePolicy(but('effectiveFrom: 2026-03-01T00:00:00Z', '')).draft()).not.toHaveProperty(
      'effectiveFrom',
    );
  });

  it.each([
    ['no YAML', but('name: by', '\tname: by'), /^p\.yaml:2: Tabs are not allowed as indentation$/],
    [
      'a key twice',
      but('description: What it is for.', 'name: again'),
      /^p\.yaml:3: Map keys must be unique$/,
    ],
    ['two documents', but('rules:', '---\nrules:'), /^p\.yaml:6: Source contains multiple documents/],
    ['an alias to nothing', but('PT72H', '*later'), /^p\.yaml:\d+: .*later/],
    ['a tag', but('PT72H', '!!js/function f'), /^p\.yaml:15: Unresolved tag/],
    ['nothing at all', '', /^p\.yaml:1: the file must be object$/],
    ['a list', '- 1', /^p\.yaml:1: the file must be object$/],
    ['no name', but('name: by-priority', ''), /^p\.yaml:1: the file lacks name$/],
    [
      'a name with capitals',
      but('by-priority', 'By Priority'),
      /^p\.yaml:2: name is not right\. Small letters/,
    ],
    ['no rules', 'name: empty\nrules: []\n', /^p\.yaml:2: rules must NOT have fewer than 1 items$/],
    ['an unknown field', but('description:', 'discription:'), /^p\.yaml:3: discription is not known here$/],
    [
      'an unknown field that opens a block',
      but('source: The handbook.', 'sources:\n  - one'),
      /^p\.yaml:4: sources is not known/,
    ],
    [
      'an unknown field of a target',
      but('calendar: 24x7', 'calender: 24x7'),
      /^p\.yaml:12: rules\.0\.targets\.resolution\.calender is not known here$/,
    ],
    [
      'an unknown clock',
      but('      first-response:', '      fist-response:'),
      /^p\.yaml:9: rules\.0\.targets\.fist-response is not known here$/,
    ],
    ['an unknown condition', but('tier:', 'teir:'), /^p\.yaml:7: rules\.0\.match\.teir is not known here$/],
    [
      'an unknown calendar',
      but('calendar: 24x7', 'calendar: office'),
      /^p\.yaml:12: rules\.0\.targets\.resolution\.calendar names no calendar: office$/,
    ],
    ['no duration', but('within: PT4H\n', '\n'), /^p\.yaml:10: rules\.0\.targets\.resolution lacks within$/],
    [
      'a duration in days',
      but('PT72H', 'P3D'),
      /^p\.yaml:15: rules\.1\.targets\.resolution\.within can't be used: "P3D" is no length of running time/,
    ],
    [
      'working days around the clock',
      but('PT72H', 'P3BD'),
      /^p\.yaml:15: .*within can't be used: calendar 24x7 has no zone, hence no days to count$/,
    ],
    [
      'a calendar that can be no name',
      but('calendar: 24x7', 'calendar: ../office'),
      /^p\.yaml:12: rules\.0\.targets\.resolution\.calendar is not right/,
    ],
    [
      'a duration of nothing',
      but('PT15M', 'PT0M'),
      /^p\.yaml:9: rules\.0\.targets\.first-response\.within can't be used: "PT0M" is no length/,
    ],
    [
      'an unknown reason of waiting',
      but('[customer, supplier]', '[weather]'),
      /^p\.yaml:13: .*pausedBy\.0 must be one of customer, supplier, evidence, another-case$/,
    ],
    [
      'a mark of 100',
      but('[80, 50]', '[100]'),
      /^p\.yaml:9: rules\.0\.targets\.first-response\.marks\.0 must be <= 99$/,
    ],
    [
      'a mark that leaves nothing',
      but('[80, 50]', '[80, PT15M]'),
      /^p\.yaml:9: .*marks\.1 leaves nothing of the PT15M: PT15M must be less$/,
    ],
    [
      'a mark in days',
      but('[80, 50]', '[P1D]'),
      /^p\.yaml:9: .*marks\.0 is not right\. Running time that is left until due, like PT30M\.$/,
    ],
    [
      'a clock of its own without its name',
      but('rules:', 'clocks:\n  crew-sent: { starts: [opened], stops: [ended], per: cycle }\nrules:'),
      /^p\.yaml:7: clocks\.crew-sent is not known here$/,
    ],
    [
      'a clock of its own that starts with no fact',
      but('rules:', 'clocks:\n  x-a: { starts: [ComplaintAcepted], stops: [ended], per: cycle }\nrules:'),
      /^p\.yaml:7: clocks\.x-a\.starts\.0 must be one of opened, ended, ComplaintRegistered, /,
    ],
    [
      'a clock of its own that stops with no code',
      but('rules:', "clocks:\n  x-a: { starts: [opened], stops: ['fact:Crew sent'], per: cycle }\nrules:"),
      /^p\.yaml:7: clocks\.x-a\.stops\.0 is not right\. fact: and a code of small letters/,
    ],
    [
      'a clock of its own that nothing stops',
      but('rules:', 'clocks:\n  x-a: { starts: [opened], per: cycle }\nrules:'),
      /^p\.yaml:7: clocks\.x-a lacks stops$/,
    ],
    [
      'a target for a clock that nobody defines',
      but('      first-response:', '      x-crew-sent:'),
      /^p\.yaml:9: rules\.0\.targets\.x-crew-sent is no clock that this policy defines$/,
    ],
    ['a mark twice', but('[80, 50]', '[80, 80]'), /^p\.yaml:9: .*marks must NOT have duplicate items/],
    [
      'a priority of 6',
      but('priority: [1]', 'priority: [6]'),
      /^p\.yaml:7: rules\.0\.match\.priority\.0 must be <= 5$/,
    ],
    [
      'an instant without zone',
      but('00:00:00Z', '00:00:00'),
      /^p\.yaml:5: effectiveFrom is not right\. An instant in UTC/,
    ],
    [
      'a day that no month has',
      but('2026-03-01', '2026-02-30'),
      /^p\.yaml:5: effectiveFrom is no instant: 2026-02-30T00:00:00Z$/,
    ],
    ['an hour that no day has', but('T00:00:00Z', 'T29:00:00Z'), /^p\.yaml:5: effectiveFrom is no instant/],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

describe('a policy that is wrong in several places', () => {
  const manyMistakes = but('first-response: { within: PT15M', 'first-response: { within: P1D')
    .replace('calendar: 24x7', 'calendar: nowhere')
    .replace('PT72H', 'P2BD');

  it('is refused with all of them, in the order of the lines', () => {
    expect(refusal(manyMistakes).split('\n')).toEqual([
      expect.stringMatching(/^p\.yaml:9: rules\.0\.targets\.first-response\.within can't be used/),
      'p.yaml:12: rules.0.targets.resolution.calendar names no calendar: nowhere',
      expect.stringMatching(/^p\.yaml:15: rules\.1\.targets\.resolution\.within can't be used/),
    ]);
    const shapes = but('name: by-priority', 'name: By').replace('[1]', '[9]').replace('marks', 'mark');
    expect(refusal(shapes).match(/^p\.yaml:\d+/gm)).toEqual(['p.yaml:2', 'p.yaml:7', 'p.yaml:9']);
  });

  it('has the lines and reasons apart, for those who show them', () => {
    const problems = (() => {
      try {
        return [parsePolicy(manyMistakes).draft()];
      } catch (error) {
        return (error as PolicyFileError).problems;
      }
    })();
    expect(problems).toMatchObject([{ line: 9 }, { line: 12 }, { line: 15 }]);
  });
});

describe('a rule that no case ever falls under', () => {
  const rules = (...matches: readonly string[]): string =>
    `name: p\nrules:\n${matches.map((match) => `  - match: ${match}\n    targets: { resolution: { within: PT1H } }\n`).join('')}`;

  it('is refused with its line and the rule that covers it', () => {
    expect(refusal(rules('{}', '{ priority: [1] }'))).toBe(
      'p.yaml:5: rules.1 can never match: every case that it matches falls under rule 1',
    );
  });

  it('also where several cover it between them', () => {
    expect(refusal(rules('{ priority: [1, 2] }', '{ tier: [vip] }', '{ priority: [3, 4, 5] }', '{}'))).toBe(
      'p.yaml:9: rules.3 can never match: every case that it matches falls under rules 1, 3',
    );
  });
});

describe('readPolicyFile', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'policies-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads a file, and names it where it is wrong', () => {
    const file = join(folder, 'one.yaml');
    writeFileSync(file, GOOD);
    expect(readPolicyFile(file).draft()).toEqual(parsePolicy(GOOD).draft());
    writeFileSync(file, 'name: one\n');
    expect(() => readPolicyFile(file)).toThrow(`${file}:1: the file lacks rules`);
  });

  it('says which file it can not read', () => {
    const file = join(folder, 'none.yaml');
    expect(() => readPolicyFile(file)).toThrow(PolicyFileError);
    expect(() => readPolicyFile(file)).toThrow(/none\.yaml: can't be read .*ENOENT/);
  });
});

describe('the policies that are shipped', () => {
  const folder = join(__dirname, '../../../../policies');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

  beforeAll(() => {
    const calendars = join(folder, 'calendars');
    for (const file of readdirSync(calendars)) {
      addCalendar(buildCalendar(readCalendarFile(join(calendars, file)), 1));
    }
  });

  it.each(files)('%s can be used, and is named as its file', (file) => {
    expect(`${readPolicyFile(join(folder, file)).draft().name}.yaml`).toBe(file);
  });

  // Minutes to the first response and to the resolution.
  it.each([
    [1, 15, 240],
    [2, 30, 480],
    [3, 240, 4_320],
    [4, 480, 7_200],
    [5, 480, 7_200],
  ])('round-the-clock promises what it is for: priority %d', (priority, response, resolution) => {
    const { name, rules } = readPolicyFile(join(folder, 'round-the-clock.yaml')).draft();
    const { targets } = applyPolicy(
      { name, version: 1, effectiveFrom: 0, rules },
      { kind: 'any', category: 'any', priority, tier: 'standard', specialCare: false, channel: 'web' },
    );
    expect(
      targets.map((target) => [
        target.clock,
        parseDuration(target.within) / 60_000,
        target.pausedBy,
        target.marks,
      ]),
    ).toEqual([
      ['first-response', response, [], [80]],
      ['resolution', resolution, ['customer'], [80]],
      ['follow-up', 72 * 60, [], []],
      ['approval', 4 * 60, [], [80]],
      ['extension', 8 * 60, [], [80]],
      ['supervision', 24 * 60, [], [80]],
    ]);
  });
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addCalendar } from '@redress/sla';
import { buildCalendar } from '@redress/sla/build-calendar';
import { parseCalendar, readCalendarFile } from '../calendar/calendar-file';
import { writeCalendar } from '../calendar/write-calendar';
import { parsePolicy, readPolicyFile } from './policy-file';
import { writePolicy } from './write-policy';

const FOLDER = join(__dirname, '../../../../policies');
const yamlIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
const CALENDARS = yamlIn(join(FOLDER, 'calendars'));
const POLICIES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

const ALL_SORTS = `
name: all-sorts
effectiveFrom: 2026-03-01T09:30:00Z
clocks:
  x-crew: { starts: [ComplaintAccepted], stops: [ComplaintResponded], per: cycle }
rules:
  - match: { priority: [1, 2], tier: [vip, "on"], specialCare: [true], category: ["007", "a: b", "null"] }
    targets:
      first-response: { within: PT15M, marks: [50, 80, PT2M] }
      x-crew: { within: PT2H }
      resolution:
        within: P3BD
        calendar: office
        pausedBy: [customer, supplier]
        marks: [80]
        escalation:
          - { at: 80, tell: shift-leader }
          - { at: due, reassign: second-line }
          - { at: due, supervise: supervisor }
  - targets:
      resolution: { within: PT72H }
`;

describe('a policy that is written', () => {
  beforeAll(() => {
    for (const file of CALENDARS)
      addCalendar(buildCalendar(readCalendarFile(join(FOLDER, 'calendars', file)), 1));
  });

  it('is read as the same policy, whatever it says', () => {
    const said = parsePolicy(ALL_SORTS).draft();
    expect(parsePolicy(writePolicy(said)).draft()).toEqual(said);
  });

  it.each(POLICIES)('is read as the same policy: %s', (file) => {
    const said = readPolicyFile(join(FOLDER, file)).draft();
    expect(parsePolicy(writePolicy(said)).draft()).toEqual(said);
  });

  it('reads as people write it', () => {
    expect(writePolicy(parsePolicy(ALL_SORTS).draft()).split('\n').slice(0, 8)).toEqual([
      'name: all-sorts',
      'effectiveFrom: 2026-03-01T09:30:00Z',
      'clocks:',
      expect.stringMatching(/^ {2}x-crew: \{ starts: /),
      'rules:',
      expect.stringMatching(/^ {2}- match: \{ priority: \[ 1, 2 \], tier: \[ vip, "?on"? \]/),
      '    targets:',
      '      first-response: { within: PT15M, marks: [ 50, 80, PT2M ] }',
    ]);
  });
});

describe('a calendar that is written', () => {
  it.each(CALENDARS)('is read as the same calendar: %s', (file) => {
    const built = buildCalendar(readCalendarFile(join(FOLDER, 'calendars', file)), 1);
    expect(buildCalendar(parseCalendar(writeCalendar(built)), 1)).toEqual(built);
  });
});
